import { v7 as uuidv7 } from 'uuid';
import { newKeySecret } from '#lib/auth/api-keys.ts';
import { ensureApiKey } from '#lib/auth/ensure-api-key.ts';
import { type Access, mayDo, type Permission } from '#lib/auth/permissions.ts';
import { startSession } from '#lib/auth/sessions.ts';
import type { Actor, Role, Scope } from '#lib/platform/context.ts';
import { readSettings } from '#lib/platform/env.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { ACCOUNT_NAME } from './permission-matrix-objects.ts';
import type { World } from './permission-matrix-worlds.ts';

/** Who may ask, and what the table of permissions knows them as. */
export interface Subject {
  name: string;
  /** Whom requirePermission sees in the project that is asked for; else why nobody gets that far. */
  seenAs: Actor | 'nobody' | 'signed in, no member';
  /** The account, person or key that it is. */
  ids: readonly string[];
  /** What the request carries. Made anew for each request, because some requests end sessions. */
  headers: () => Promise<Record<string, string>>;
}

const HOUR_MS = 3_600_000;
export const ROLES: readonly Role[] = ['viewer', 'reviewer', 'admin', 'owner'];
const SCOPES: readonly Scope[] = ['ingest', 'read', 'label', 'export'];

/** Everyone who asks for things of the project `own`. */
export async function makeSubjects(stores: Stores, own: World, other: World): Promise<Subject[]> {
  const members = await Promise.all(ROLES.map((role) => member(stores, own, role)));
  const stranger = await account(stores, 'owner of another project');
  await join(stores, other, stranger, { role: 'owner', name: ACCOUNT_NAME });
  const removed = await account(stores, 'removed member');
  await join(stores, own, removed, { role: 'owner', removedAt: new Date() });
  const ended = await account(stores, 'owner with an old session');
  await join(stores, own, ended, { role: 'owner' });
  const keys = await Promise.all(SCOPES.map((scope) => keySubject(stores, own, [scope])));
  const dead = { revoked: { revokedAt: new Date() }, expired: { expiresAt: new Date(Date.now() - 1) } };
  const deadKeys = Object.entries(dead).map(async ([name, data]) => {
    const secret = await makeKey(stores, own, SCOPES);
    await stores.controlPlane.prisma.apiKey.updateMany({ where: { name: secret }, data });
    return bearer(`${name} key`, `Bearer ${secret}`);
  });
  const old = {
    'expired session': { expiresAt: new Date(Date.now() - 1) },
    'idle session': { updatedAt: new Date(Date.now() - 8 * 24 * HOUR_MS) },
  };
  return [
    { name: 'anonymous', seenAs: 'nobody', ids: [], headers: async () => ({}) },
    ...members,
    signedIn(stores, stranger, 'owner of another project', 'signed in, no member'),
    signedIn(stores, removed, 'removed member', 'signed in, no member'),
    ...Object.entries(old).map(([name, data]): Subject => {
      const headers = async () => {
        const cookie = await cookieOf(stores, ended);
        await stores.controlPlane.prisma.session.updateMany({ where: { userId: ended }, data });
        return { cookie };
      };
      return { name, seenAs: 'nobody', ids: [], headers };
    }),
    ...keys,
    await keySubject(stores, own, SCOPES),
    ...(await Promise.all(deadKeys)),
    ...['Bearer', 'Bearer a b', 'Basic Zm9vOmJhcg==', 'null', `Bearer ${'x'.repeat(8000)}`].map((header) =>
      bearer(`malformed Authorization ${header.slice(0, 12)}`, header),
    ),
  ];
}

/** A status that must come, or that one is let in: what the table of permissions says. */
export type Expected = 401 | 403 | 404 | 'allowed' | 'any';

export function expectedStatus(access: Access, subject: Subject): Expected {
  if (access === 'public') return 'any';
  if (subject.seenAs === 'nobody') return 401;
  if (access === 'account') return isPerson(subject) ? 'allowed' : 401;
  if (subject.seenAs === 'signed in, no member') return 404;
  return mayDo(subject.seenAs, access as Permission) ? 'allowed' : 403;
}

function isPerson({ seenAs }: Subject): boolean {
  return seenAs === 'signed in, no member' || (typeof seenAs === 'object' && seenAs.kind === 'person');
}

async function member(stores: Stores, world: World, role: Role): Promise<Subject> {
  const userId = await account(stores, role);
  const personId = await join(stores, world, userId, { role });
  const subject = signedIn(stores, userId, role, { kind: 'person', personId, name: role, role });
  return {
    ...subject,
    headers: async () => {
      // Whatever an earlier request did to the membership.
      const { person } = stores.controlPlane.prisma;
      await person.update({ where: { id: personId }, data: { role, removedAt: null } });
      return subject.headers();
    },
  };
}

function signedIn(stores: Stores, userId: string, name: string, seenAs: Subject['seenAs']): Subject {
  const person = typeof seenAs === 'object' && seenAs.kind === 'person' ? [seenAs.personId] : [];
  return {
    name,
    seenAs,
    ids: [userId, ...person],
    headers: async () => ({ cookie: await cookieOf(stores, userId) }),
  };
}

function bearer(name: string, authorization: string): Subject {
  return { name, seenAs: 'nobody', ids: [], headers: async () => ({ authorization }) };
}

async function keySubject(stores: Stores, world: World, scopes: readonly Scope[]): Promise<Subject> {
  const secret = await makeKey(stores, world, scopes);
  const { prisma } = stores.controlPlane;
  const { id } = await prisma.apiKey.findFirstOrThrow({ where: { name: secret } });
  const seenAs: Actor = { kind: 'key', keyId: id, name: secret, scopes };
  const headers = async () => ({ authorization: `Bearer ${secret}` });
  return { name: `key: ${scopes.join(', ')}`, seenAs, ids: [id], headers };
}

export async function makeKey(stores: Stores, world: World, scopes: readonly Scope[]): Promise<string> {
  const secret = newKeySecret();
  await ensureApiKey(stores, world.ctx.project, { name: secret, secret, scopes });
  return secret;
}

export async function account(stores: Stores, name: string): Promise<string> {
  const id = uuidv7();
  await stores.controlPlane.prisma.user.create({ data: { id, name, email: `${id}@example.org` } });
  return id;
}

export async function join(
  stores: Stores,
  { ctx }: World,
  userId: string,
  data: { role: Role; name?: string; removedAt?: Date },
): Promise<string> {
  const id = uuidv7();
  const row = { id, projectId: ctx.project.id, userId, name: `${data.role} ${id}` };
  await stores.controlPlane.prisma.person.create({ data: { ...row, ...data } });
  return id;
}

/** The cookie of a new session of the account, as a browser sends it back. */
export async function cookieOf(stores: Stores, userId: string): Promise<string> {
  const origin = readSettings().publicUrl;
  const cookies = await startSession(stores, new Headers({ origin }), userId, 'test');
  return cookies.map((cookie) => cookie.split(';')[0] ?? '').join('; ');
}
