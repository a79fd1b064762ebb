import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { exportFolder } from '#lib/export/export-folder.ts';
import { deleteQueries } from '#lib/ingest/delete-queries.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import type { Context } from '#lib/platform/context.ts';
import type { World } from './permission-matrix-worlds.ts';

/** How to make and remove what a path parameter names. `by` is the person who asks, where a person does. */
interface Kind {
  make: (world: World, by: string | undefined) => Promise<string>;
  remove: (ctx: Context, id: string) => Promise<unknown>;
}

/** A parameter below another one, which takes a fixed value: it has no rows of its own. */
const FIXED = { files: 'manifest.json' };

const prismaOf = ({ stores }: Context) => stores.controlPlane.prisma;

async function makeQuery({ ctx, marker }: World): Promise<string> {
  const id = uuidv7();
  const query = { id, question: `${marker} ${id}?`, answer: marker, sessionId: `s-${id}` };
  await logQueries(ctx, { queries: [query] });
  return id;
}

async function makeQueue({ ctx, marker }: World): Promise<string> {
  const id = uuidv7();
  await prismaOf(ctx).queue.create({ data: { id, projectId: ctx.project.id, name: `${marker} ${id}` } });
  return id;
}

async function makePerson({ ctx, marker }: World): Promise<string> {
  const id = uuidv7();
  const name = `${marker} ${id}`;
  await prismaOf(ctx).person.create({ data: { id, projectId: ctx.project.id, name } });
  return id;
}

const removeQuery = (ctx: Context, id: string) => deleteQueries(ctx, { ids: [id] }, 1);

/** By the segment of the path before the parameter. A parameter without a row fails the matrix. */
export const KINDS: Record<string, Kind> = {
  queries: { make: makeQuery, remove: removeQuery },
  sessions: {
    make: async (world) => `s-${await makeQuery(world)}`,
    remove: (ctx, id) => removeQuery(ctx, id.slice(2)),
  },
  queues: { make: makeQueue, remove: (ctx, id) => prismaOf(ctx).queue.delete({ where: { id } }) },
  items: {
    make: async (world) => {
      const id = uuidv7();
      const data = { id, queueId: await makeQueue(world), queryId: `${world.marker}-a`, serveOrder: 0.5 };
      await prismaOf(world.ctx).queueItem.create({ data });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).queueItem.delete({ where: { id } }),
  },
  labels: {
    make: async (world, by) => {
      const id = uuidv7();
      const personId = by ?? (await makePerson(world));
      const row = { id, projectId: world.ctx.project.id, queryId: await makeQuery(world), personId };
      const label = { ...row, revision: 1, current: true, verdict: 'correct', note: world.marker };
      await prismaOf(world.ctx).label.create({ data: label });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).label.delete({ where: { id } }),
  },
  exports: {
    make: async ({ ctx, marker }) => {
      const id = uuidv7();
      const folder = exportFolder(ctx.stores.dataFolder, id).final;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, FIXED.files), marker);
      const file = { name: FIXED.files, rows: 1, bytes: marker.length, sha256: '' };
      const row = { id, projectId: ctx.project.id, format: 'openai-chat', filter: {}, requestedBy: marker };
      await prismaOf(ctx).export.create({ data: { ...row, status: 'done', files: [file] } });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).export.delete({ where: { id } }),
  },
  invitations: {
    make: async ({ ctx, marker }) => {
      const id = uuidv7();
      const expiresAt = new Date(Date.now() + 3_600_000);
      const row = { id, projectId: ctx.project.id, email: `${marker}.${id}@example.org`, role: 'viewer' };
      await prismaOf(ctx).invitation.create({ data: { ...row, hash: id, expiresAt } });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).invitation.delete({ where: { id } }),
  },
  keys: {
    make: async ({ ctx, marker }) => {
      const id = uuidv7();
      const row = { id, projectId: ctx.project.id, name: `${marker} ${id}`, prefix: 'flt', hash: id };
      await prismaOf(ctx).apiKey.create({ data: { ...row, scopes: ['read'] } });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).apiKey.delete({ where: { id } }),
  },
  members: {
    make: async (world) => {
      const { prisma } = world.ctx.stores.controlPlane;
      const userId = uuidv7();
      await prisma.user.create({ data: { id: userId, name: world.marker, email: `${userId}@example.org` } });
      const id = await makePerson(world);
      await prisma.person.update({ where: { id }, data: { userId, role: 'viewer' } });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).person.delete({ where: { id } }),
  },
  'score-mappings': {
    make: async ({ ctx, marker }) => {
      const id = uuidv7();
      const row = { id, projectId: ctx.project.id, name: `${marker} ${id}`, rules: [] };
      await prismaOf(ctx).scoreMapping.create({ data: row });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).scoreMapping.delete({ where: { id } }),
  },
  reviewers: {
    make: makePerson,
    remove: (ctx, id) => prismaOf(ctx).person.delete({ where: { id } }),
  },
};

export interface Parameter {
  name: string;
  /** What it is an id of; undefined where nobody has said. */
  kind: Kind | undefined;
  fixed: string | undefined;
}

export function parametersOf(path: string): Parameter[] {
  return [...path.matchAll(/([^/{}]*)\/\{(\w+)\}/g)].map(([, before = '', name = '']) => {
    const fixed: Record<string, string> = FIXED;
    return { name, kind: KINDS[before], fixed: fixed[before] };
  });
}

/** What accounts are renamed to: the name that they have already, so that no project changes. */
export const ACCOUNT_NAME = 'Matrix';

/** Bodies that the routes take, by method and path. */
export const BODIES: Record<string, (world: World) => unknown> = {
  'POST /api/v1/keys': () => ({ name: `key ${uuidv7()}`, scopes: ['read'] }),
  'POST /api/v1/projects': () => ({ name: `project ${uuidv7()}` }),
  'PATCH /api/v1/project': () => ({ timeZone: 'Europe/Berlin' }),
  'DELETE /api/v1/project': () => ({ confirmName: 'not its name' }),
  'PATCH /api/v1/members/{id}': () => ({ role: 'reviewer' }),
  'POST /api/v1/members/{id}/claim': async (world) => ({ reviewerId: await makePerson(world) }),
  'POST /api/v1/queues': () => ({ name: `queue ${uuidv7()}`, size: 0 }),
  'PATCH /api/v1/queues/{id}': () => ({ leaseMinutes: 20 }),
  'POST /api/v1/queues/{id}/assign': () => ({ personId: null }),
  'POST /api/v1/queues/{id}/claim': () => ({}),
  'POST /api/v1/queues/{id}/items': ({ marker }) => ({ queryIds: [`${marker}-a`] }),
  'POST /api/v1/items/{id}/assign': () => ({ personId: null }),
  'POST /api/v1/items/{id}/draft': () => ({ fence: 1, draft: {} }),
  'POST /api/v1/items/{id}/label': () => ({ fence: 1, label: { verdict: 'correct' } }),
  'POST /api/v1/items/{id}/lease': () => ({ fence: 1 }),
  'POST /api/v1/items/{id}/release': () => ({ fence: 1 }),
  'POST /api/v1/items/{id}/skip': () => ({ fence: 1 }),
  'POST /api/v1/labels': ({ marker }) => ({ labels: [{ queryId: `${marker}-a`, verdict: 'correct' }] }),
  'POST /api/v1/exports': () => ({ format: 'openai-chat' }),
  'POST /api/v1/quarantine/replay': () => ({ code: 'none' }),
  'POST /api/v1/tags': ({ marker }) => ({ ids: [`${marker}-a`], add: ['matrix'] }),
  'POST /api/v1/queries': () => ({ question: 'matrix?' }),
  'POST /api/v1/queries/{id}/adjudication': () => ({ verdict: 'correct' }),
  'POST /api/v1/queries/{id}/feedback': () => ({ score: 1 }),
  'POST /api/v1/scores': ({ marker }) => ({
    queryId: `${marker}-a`,
    name: 'matrix',
    value: 1,
    source: 'code',
  }),
  'POST /v1/traces': () => ({ resourceSpans: [] }),
  'POST /api/public/otel/v1/traces': () => ({ resourceSpans: [] }),
  'POST /v1/logs': () => ({ resourceLogs: [] }),
  'POST /api/v1/score-mappings': () => ({ name: 'matrix', rules: [{ when: '1..1', verdict: 'correct' }] }),
  'POST /api/v1/chunks': () => ({ id: 'c', text: 'matrix' }),
  'POST /api/v1/invitations': () => ({ email: `${uuidv7()}@example.org`, role: 'viewer' }),
  'PATCH /api/auth/account': () => ({ name: ACCOUNT_NAME }),
  'POST /api/auth/account/password': () => ({ password: 'a long enough password' }),
  'POST /api/auth/account/owner': () => ({
    name: 'Matrix',
    email: `${uuidv7()}@example.org`,
    password: 'a long enough password',
  }),
};

/** What routes need after the question mark, where they need anything. */
export const SEARCHES: Record<string, Record<string, string>> = {
  'GET /api/v1/chunks': { q: 'hit' },
};

/** A value for the parameters after the question mark, as the route's schema takes them. */
export function searchOf({ method, path }: { method: string; path: string }): Record<string, string> {
  return SEARCHES[`${method} ${path}`] ?? {};
}
