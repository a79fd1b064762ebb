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
const FIXED = { files: 'manifest.json', findings: 'readiness' };

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

async function makeKnowledgeBase({ ctx, marker }: World): Promise<string> {
  const id = uuidv7();
  const row = { id, projectId: ctx.project.id, name: `${marker} ${id}` };
  await prismaOf(ctx).knowledgeBase.create({ data: { ...row, chunking: {}, answering: {} } });
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
      const folder = exportFolder(ctx.stores.dataFolder, { id, runId: null }).final;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, FIXED.files), marker);
      const file = { name: FIXED.files, rows: 1, bytes: marker.length, sha256: '' };
      const row = { id, projectId: ctx.project.id, format: 'openai-chat', filter: {}, requestedBy: marker };
      await prismaOf(ctx).export.create({ data: { ...row, status: 'done', files: [file] } });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).export.delete({ where: { id } }),
  },
  'golden-sets': {
    make: async ({ ctx, marker }) => {
      const id = uuidv7();
      const owned = { projectId: ctx.project.id, createdBy: marker };
      await prismaOf(ctx).goldenSet.create({ data: { id, ...owned, name: `${marker} ${id}` } });
      const version = { id: uuidv7(), setId: id, version: 1, source: 'edit', questions: 0 };
      await prismaOf(ctx).goldenSetVersion.create({ data: { ...version, ...owned } });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).goldenSet.delete({ where: { id } }),
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
  providers: {
    make: async ({ ctx, marker }) => {
      const id = uuidv7();
      const row = { id, projectId: ctx.project.id, name: `${marker} ${id}`, kind: 'openai', preset: 'vllm' };
      // An address that nothing is sent to.
      const data = { ...row, baseUrl: 'http://10.0.0.1/v1', options: {}, keyEnding: marker };
      await prismaOf(ctx).providerConnection.create({ data });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).providerConnection.delete({ where: { id } }),
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
  gaps: {
    make: async ({ ctx, marker }) => {
      const id = uuidv7();
      const seen = { firstSeenAt: new Date(), lastSeenAt: new Date() };
      const row = {
        id,
        projectId: ctx.project.id,
        title: marker,
        queries: 1,
        zeroHits: 1,
        missing: 0,
        ...seen,
      };
      await prismaOf(ctx).gap.create({ data: row });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).gap.delete({ where: { id } }),
  },
  deployments: {
    make: async ({ ctx, marker }) => {
      const id = uuidv7();
      const row = { id, projectId: ctx.project.id, at: new Date(), dimension: 'release', version: id };
      await prismaOf(ctx).deployment.create({ data: { ...row, note: marker, createdBy: marker } });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).deployment.delete({ where: { id } }),
  },
  prices: {
    make: async ({ ctx, marker }) => {
      const id = uuidv7();
      const row = { id, projectId: ctx.project.id, pattern: `${marker} ${id}`, validFrom: new Date(0) };
      await prismaOf(ctx).modelPrice.create({
        data: { ...row, inputUsd: 1, outputUsd: 1, createdBy: marker },
      });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).modelPrice.delete({ where: { id } }),
  },
  formats: {
    make: async ({ ctx, marker }) => {
      const id = uuidv7();
      const row = { id, projectId: ctx.project.id, name: `${marker} ${id}`, version: 1, kind: 'sections' };
      const definition = { kind: 'sections', sections: [marker], inOrder: false };
      await prismaOf(ctx).formatRule.create({
        data: { ...row, definition, promptVersions: ['none'], createdBy: marker },
      });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).formatRule.delete({ where: { id } }),
  },
  'saved-views': {
    make: async ({ ctx, marker }) => {
      const id = uuidv7();
      const row = { id, projectId: ctx.project.id, name: `${marker} ${id}`, page: 'queries', search: '' };
      await prismaOf(ctx).savedView.create({ data: { ...row, createdBy: marker } });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).savedView.delete({ where: { id } }),
  },
  knowledge: {
    make: makeKnowledgeBase,
    remove: (ctx, id) => prismaOf(ctx).knowledgeBase.delete({ where: { id } }),
  },
  'knowledge-documents': {
    make: async (world) => {
      const { ctx, marker } = world;
      const [id, projectId, baseId] = [uuidv7(), ctx.project.id, await makeKnowledgeBase(world)];
      const owned = { projectId, baseId, contentHash: marker };
      await prismaOf(ctx).knowledgeText.create({ data: { ...owned, text: marker } });
      const data = { id, ...owned, name: `${marker}.md`, title: marker, format: 'markdown', bytes: 1 };
      await prismaOf(ctx).knowledgeDocument.create({ data });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).knowledgeDocument.delete({ where: { id } }),
  },
  'knowledge-indices': {
    make: async (world) => {
      const [id, projectId] = [uuidv7(), world.ctx.project.id];
      const row = { id, projectId, baseId: await makeKnowledgeBase(world), version: `${world.marker} ${id}` };
      await prismaOf(world.ctx).knowledgeIndex.create({ data: { ...row, chunking: {}, chunkingKey: 'k' } });
      return id;
    },
    remove: (ctx, id) => prismaOf(ctx).knowledgeIndex.delete({ where: { id } }),
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
  'POST /api/v1/exports/preview': () => ({ format: 'openai-chat' }),
  'POST /api/v1/exports/{id}/override': () => ({ overrides: [{ gate: 'readiness', reason: 'A test' }] }),
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
  'POST /api/v1/providers': () => ({
    name: `matrix ${uuidv7()}`,
    preset: 'vllm',
    baseUrl: 'http://127.0.0.1:8000/v1',
  }),
  'PATCH /api/v1/providers/{id}': () => ({ name: `matrix ${uuidv7()}` }),
  'PATCH /api/v1/gaps/{id}': () => ({ ownerId: null }),
  'POST /api/v1/deployments': () => ({ version: `matrix ${uuidv7()}` }),
  'POST /api/v1/prices': () => ({ pattern: `matrix ${uuidv7()}`, inputUsd: 1, outputUsd: 2 }),
  'POST /api/v1/formats': () => ({
    name: `matrix ${uuidv7()}`,
    promptVersions: ['none'],
    definition: { kind: 'regex', pattern: 'matrix' },
  }),
  'POST /api/v1/formats/test': () => ({ definition: { kind: 'regex', pattern: 'matrix' }, answer: 'x' }),
  'POST /api/v1/saved-views': () => ({ name: `matrix ${uuidv7()}`, page: 'queries', search: '' }),
  'PATCH /api/v1/saved-views/{id}': () => ({ name: `matrix ${uuidv7()}` }),
  'POST /api/v1/chunks': () => ({ id: 'c', text: 'matrix' }),
  'POST /api/v1/golden-sets': () => ({ name: `golden ${uuidv7()}` }),
  'POST /api/v1/golden-sets/import': () => ({
    name: `golden ${uuidv7()}`,
    format: 'csv',
    files: { 'set.csv': 'question\nmatrix?\n' },
  }),
  'POST /api/v1/golden-sets/{id}/versions': () => ({ baseVersion: 1 }),
  'POST /api/v1/golden-sets/{id}/questions': () => ({ question: 'matrix?' }),
  'POST /api/v1/knowledge': () => ({ name: `matrix ${uuidv7()}` }),
  'PATCH /api/v1/knowledge/{id}': () => ({ name: `matrix ${uuidv7()}` }),
  'POST /api/v1/ask': () => ({ question: 'matrix?' }),
  'POST /api/v1/prompts': () => ({ name: 'matrix', text: `A prompt ${uuidv7()}` }),
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
  'GET /api/v1/golden-sets/{id}/difference': { since: '1', until: '1' },
  'GET /api/v1/quality/chunks/list': { rule: 'too_short' },
  'GET /api/v1/quality/compare': { a: 'indexVersion=v1', b: 'indexVersion=v2' },
};

/** A value for the parameters after the question mark, as the route's schema takes them. */
export function searchOf({ method, path }: { method: string; path: string }): Record<string, string> {
  return SEARCHES[`${method} ${path}`] ?? {};
}
