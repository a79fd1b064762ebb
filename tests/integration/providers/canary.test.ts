import { randomBytes } from 'node:crypto';
import fs, { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { logger } from '#lib/platform/logger.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import { openChatProvider } from '#lib/providers/open-chat-provider.ts';
import { openEmbeddingProvider } from '#lib/providers/open-embedding-provider.ts';
import { loggedError, ProviderFault } from '#lib/providers/provider-fault.ts';
import { wireError } from '../../support/openai-server.ts';
import { type Route, readRoutes } from '../../support/route-manifest.ts';
import { openTestStores } from '../../support/stores.ts';
import { send, startWireServer, type WireServer } from '../../support/wire-server.ts';
import { parametersOf } from '../auth/permission-matrix-objects.ts';
import { type Caller, openCaller } from '../auth/permission-matrix-requests.ts';
import { makeSubjects, type Subject } from '../auth/permission-matrix-subjects.ts';
import { makeWorld, type World } from '../auth/permission-matrix-worlds.ts';

/** In letters that are no hexadecimal digits: a part of it is in no id and no hash by chance. */
const CANARY = `sk-canary-${randomBytes(16).toString('hex').replaceAll(/./g, asLetter)}-tail`;
/** All but the last four characters, whole and in the ways that text is commonly packed. */
const HIDDEN = CANARY.slice(10, -5);
const FORMS = [HIDDEN.slice(0, 8), HIDDEN.slice(-8), Buffer.from(CANARY).toString('base64').slice(16, 40)];

function asLetter(digit: string): string {
  return 'ghijklmnopqrstuv'[Number.parseInt(digit, 16)] ?? '';
}

const routes = await readRoutes();
let open: Awaited<ReturnType<typeof openTestStores>>;
let stores: Stores;
let server: WireServer;
let caller: Caller;
let own: World;
let subjects: readonly Subject[];
const logged: string[] = [];

beforeAll(async () => {
  logger.level = 'trace';
  const write = fs.writeSync.bind(fs) as (...args: unknown[]) => number;
  vi.spyOn(fs, 'writeSync').mockImplementation(((fd: number, ...rest: unknown[]) => {
    if (fd !== 2) return write(fd, ...rest);
    logged.push(String(rest[0]));
    return Buffer.byteLength(String(rest[0]));
  }) as never);
  open = await openTestStores();
  stores = open.stores;
  shareStores(stores);
  // A server that repeats the key wherever it can: in its words, its headers and its addresses.
  server = await startWireServer(({ headers }, response) => {
    const key = String(headers.authorization ?? '').replace('Bearer ', '');
    send(response, 400, wireError(`Bad key ${key} in ${key.toUpperCase()}`, 'bad', key), { 'x-key': key });
  });
  caller = await openCaller(stores);
  own = await makeWorld(stores, 'own');
  subjects = await makeSubjects(stores, own, await makeWorld(stores, 'other'));
});
afterAll(async () => {
  vi.restoreAllMocks();
  await caller.close();
  await server.close();
  await open.close();
});

function leaksIn(text: string): string[] {
  return FORMS.filter((form) => text.includes(form));
}

/** What of a merge that was given up may go meanwhile is a copy of what stays. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function routeTo(method: string, path: string): Route {
  const route = routes.find((one) => one.method === method && one.path === path);
  if (route === undefined) throw new Error(`no route ${method} ${path}`);
  return route;
}

async function asOwner(route: Route, params: Record<string, string>, body?: unknown) {
  const owner = subjects.find(({ name }) => name === 'owner');
  const headers = (await owner?.headers()) ?? {};
  return caller.call(route, { headers, slug: own.ctx.project.slug, params, body });
}

test('a key is in no answer, row, log or file, whoever asks for whatever', async () => {
  const leaks: string[] = [];
  const look = (where: string, text: string) => {
    for (const form of leaksIn(text)) leaks.push(`${where}: ${form}`);
  };
  const connection = {
    name: 'Canary',
    preset: 'compatible',
    baseUrl: `${server.url}/v1`,
    apiKey: CANARY,
    options: { chatModel: 'm', embeddingModel: 'e' },
  };
  const made = await asOwner(routeTo('POST', '/api/v1/providers'), {}, connection);
  expect(made.status).toBe(201);
  look('made', made.text);
  const { id } = JSON.parse(made.text) as { id: string };
  const byId = { id };
  const test = await asOwner(routeTo('POST', '/api/v1/providers/{id}/test'), byId);
  expect(test.text).toContain('“Canary” refused the request (400).');
  look('test', test.text);

  // Refusals of what people type, with a key in the wrong place among it.
  const create = routeTo('POST', '/api/v1/providers');
  const change = routeTo('PATCH', '/api/v1/providers/{id}');
  for (const body of [
    { ...connection, name: 'Spaces', apiKey: `${CANARY} x` },
    { ...connection, name: 'Long', apiKey: CANARY.repeat(200) },
    { ...connection, name: 'Number', apiKey: [CANARY] },
    { ...connection },
    { ...connection, name: 'Away', baseUrl: 'http://10.0.0.1/v1' },
  ])
    look('create', (await asOwner(create, {}, body)).text);
  for (const body of [
    { apiKey: `${CANARY}\n` },
    { apiKey: `${CANARY} x`, unknown: CANARY.length },
    { baseUrl: 'https://example.org/v1' },
    { name: 'Canary again', apiKey: CANARY },
  ])
    look('change', (await asOwner(change, byId, body)).text);

  // A query that failed at the provider, as it is logged.
  for (const call of [
    async () => {
      const chat = await openChatProvider(own.ctx, { connectionId: id });
      for await (const _ of chat.stream({ messages: [{ role: 'user', content: 'x' }] }));
    },
    async () => (await openEmbeddingProvider(own.ctx, { connectionId: id })).embed(['x']),
  ]) {
    const fault = await call().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(fault instanceof ProviderFault)) throw new Error('no fault');
    look('fault', JSON.stringify(fault) + fault.stack + JSON.stringify(Object.entries(fault)));
    logger.error({ err: fault }, 'request failed');
    await logQueries(own.ctx, { queries: [{ question: 'x?', answer: null, error: loggedError(fault) }] });
  }

  // Every address that can be read, as whoever may see most and, in turns, as each of the others.
  const readable = routes.filter(({ method, access }) => method === 'GET' && access !== undefined);
  const others = subjects.filter(({ name }) => /^(viewer|reviewer|admin|key: i.*export)$/.test(name));
  const owners = subjects.filter(({ name }) => name === 'owner');
  expect(others).toHaveLength(4);
  let answered = 0;
  for (const [turn, route] of readable.entries()) {
    const params: Record<string, string> = {};
    for (const { name, kind, fixed } of parametersOf(route.path))
      params[name] = fixed ?? (await kind?.make(own, undefined)) ?? id;
    for (const subject of [...owners, ...others.slice(turn % 4, (turn % 4) + 1)]) {
      const headers = await subject.headers();
      const answer = await caller.call(route, { headers, slug: own.ctx.project.slug, params });
      if (answer.status === 200) answered += 1;
      look(`GET ${route.path} as ${subject.name}`, answer.text + JSON.stringify([...answer.headers]));
    }
  }
  expect(answered).toBeGreaterThan(readable.length); // most of them, for both

  const { rows: tables } = await stores.controlPlane.query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  for (const { name } of tables as { name: string }[]) {
    const { rows } = await stores.controlPlane.query(`SELECT to_jsonb(t)::text AS text FROM "${name}" AS t`);
    for (const { text } of rows as { text: string }[]) look(`table ${name}`, text);
  }
  // While parts of tables are merged their files come and go.
  await stores.queryLog.command('SYSTEM STOP MERGES');
  const files = await vi.waitFor(() =>
    readdirSync(stores.dataFolder, { recursive: true, withFileTypes: true }),
  );
  for (const file of files) if (file.isFile()) look(file.name, readIfThere(join(file.parentPath, file.name)));
  look('log', logged.join(''));
  expect(logged.join('')).toContain('request failed');
  expect(leaks).toEqual([]);
});

test('control: the search finds a key that is there', () => {
  expect(leaksIn(JSON.stringify({ apiKey: CANARY }))).toHaveLength(2);
  expect(leaksIn(Buffer.from(CANARY).toString('base64'))).toHaveLength(1);
});
