import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SIGN_IN_PROOF } from '#lib/auth/sign-in-links.ts';
import type { Role } from '#lib/platform/context.ts';
import { tokenHash } from '#lib/platform/secrets.ts';
import { type RawAnswer, rawRequest } from './raw-request.ts';
import { BASE } from './server.ts';

export interface Visitor {
  name: string;
  /** In the project; undefined for who is no member. */
  role?: Role;
  headers: Record<string, string>;
}

/** A project with people, one other project, and a word in each of its texts that nobody else shall read. */
export interface Cast {
  slug: string;
  projectName: string;
  /** The slug of the project that the stranger owns. */
  other: string;
  secret: string;
  visitors: Visitor[];
  /** '/[project]/queries/[id]' with what there is in the project. */
  addressOf: (page: string) => string;
}

const PASSWORD = 'a password of the tests';
const json = { 'content-type': 'application/json', origin: BASE };

export async function openCast(): Promise<Cast> {
  const owner = { ...json, cookie: await localOwnerCookie() };
  const stamp = Date.now().toString(36);
  const secret = `Quetzal${stamp}`;
  const projectName = `Permissions ${stamp}`;
  const slug = await makeProject(owner, projectName);
  const other = await makeProject(owner, `Neighbour ${stamp}`);
  const roles: readonly Role[] = ['viewer', 'reviewer', 'admin', 'owner'];
  const members: Visitor[] = [];
  for (const role of roles) {
    const cookie = await invited(owner, slug, `${role}.${stamp}@example.org`, role);
    members.push({ name: role, role, headers: { cookie } });
  }
  const stranger = await invited(owner, other, `stranger.${stamp}@example.org`, 'owner');
  const removed = await removedMember(owner, slug, `removed.${stamp}@example.org`);
  const ids = await fill(owner, slug, secret);
  return {
    slug,
    projectName,
    other,
    secret,
    visitors: [
      { name: 'anonymous', headers: {} },
      ...members,
      { name: 'owner of another project', headers: { cookie: stranger } },
      { name: 'removed member', headers: { cookie: removed } },
      { name: 'a made-up session', headers: { cookie: 'faultline.session_token=x.y' } },
    ],
    addressOf: (page) =>
      page
        .replace('[project]', slug)
        .replace('queries/[id]', `queries/${ids.query}`)
        .replace('adjudicate/[id]', `adjudicate/${ids.query}`)
        .replace('sessions/[id]', `sessions/${ids.query}`)
        .replace('queues/[id]', `queues/${ids.queue}`)
        .replace('golden-sets/[id]', `golden-sets/${ids.goldenSet}`),
  };
}

async function localOwnerCookie(): Promise<string> {
  const folder = process.env.FAULTLINE_E2E_DATA ?? '';
  const secret = Buffer.from(readFileSync(join(folder, 'secret'), 'utf8').trim(), 'hex');
  const authorization = `Bearer ${tokenHash(secret, SIGN_IN_PROOF, 'new link')}`;
  const made = await rawRequest(BASE, '/sign-in/link', { authorization }, { method: 'POST' });
  const { token } = z.object({ token: z.string() }).parse(JSON.parse(made.body));
  return cookieOf(await rawRequest(BASE, `/sign-in/link?token=${token}`));
}

function cookieOf({ headers }: RawAnswer): string {
  return [headers['set-cookie'] ?? []]
    .flat()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

async function ask<T>(
  schema: z.ZodType<T>,
  headers: Record<string, string>,
  path: string,
  body: unknown,
  method = 'POST',
): Promise<T> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await rawRequest(BASE, path, headers, { method, ...sent });
  const parsed = schema.safeParse(JSON.parse(answer.body));
  if (!parsed.success) throw new Error(`${method} ${path} gave ${answer.status} ${answer.body}`);
  return parsed.data;
}

async function makeProject(owner: Record<string, string>, name: string): Promise<string> {
  return (await ask(z.object({ slug: z.string() }), owner, '/api/v1/projects', { name })).slug;
}

/** The session of an account that was made by an invitation. */
async function invited(
  owner: Record<string, string>,
  slug: string,
  email: string,
  role: Role,
): Promise<string> {
  const made = z.object({ url: z.string() });
  const { url } = await ask(made, owner, `/api/v1/invitations?project=${slug}`, { email, role });
  const path = `/api/auth/invitations/${url.split('/').at(-1)}/accept`;
  const body = JSON.stringify({ name: email.split('@')[0], password: PASSWORD });
  const answer = await rawRequest(BASE, path, json, { method: 'POST', body });
  if (answer.status !== 200) throw new Error(`${path} gave ${answer.status} ${answer.body}`);
  return cookieOf(answer);
}

/** Signed in again after the removal, as whoever still knows their password may do. */
async function removedMember(owner: Record<string, string>, slug: string, email: string): Promise<string> {
  await invited(owner, slug, email, 'admin');
  const people = z.object({ members: z.array(z.object({ id: z.string(), email: z.string() })) });
  const { members } = await ask(people, owner, `/api/v1/members?project=${slug}`, undefined, 'GET');
  const id = members.find((member) => member.email === email)?.id;
  await ask(z.unknown(), owner, `/api/v1/members/${id}?project=${slug}`, undefined, 'DELETE');
  const body = JSON.stringify({ email, password: PASSWORD });
  const answer = await rawRequest(BASE, '/api/auth/sign-in', json, { method: 'POST', body });
  if (answer.status !== 200) throw new Error(`sign-in gave ${answer.status} ${answer.body}`);
  return cookieOf(answer);
}

/** Something in each of the project's lists, all with the word in it. */
async function fill(owner: Record<string, string>, slug: string, secret: string) {
  const scopes = ['ingest', 'read', 'label', 'export'];
  const made = z.object({ secret: z.string() });
  const key = await ask(made, owner, `/api/v1/keys?project=${slug}`, { name: `${secret} key`, scopes });
  const headers = { ...json, authorization: `Bearer ${key.secret}` };
  const query = `q-${secret.toLowerCase()}`;
  const hit = { id: `${secret}-hit`, text: `${secret} hit`, title: secret };
  const text = { question: `${secret} question?`, answer: `${secret} answer`, hits: [hit], model: secret };
  const names = { promptVersion: secret, retriever: secret, indexVersion: secret, tags: [secret] };
  const queries = [
    { id: query, sessionId: query, ...text, ...names },
    { question: 7, note: secret },
  ];
  await ask(z.unknown(), headers, '/api/v1/queries', { queries });
  const label = { queryId: query, reviewer: secret, verdict: 'correct', note: secret };
  await ask(z.unknown(), headers, '/api/v1/labels', { labels: [label] });
  const queue = await ask(z.object({ id: z.string() }), owner, `/api/v1/queues?project=${slug}`, {
    name: `${secret} queue`,
    size: 1,
  });
  await ask(z.unknown(), owner, `/api/v1/exports?project=${slug}`, {
    format: 'openai-chat',
    filter: { model: [secret] },
  });
  const golden = await ask(z.object({ setId: z.string() }), owner, `/api/v1/golden-sets?project=${slug}`, {
    name: `${secret} set`,
    questions: [{ question: `${secret} golden question?` }],
  });
  return { query, queue: queue.id, goldenSet: golden.setId };
}
