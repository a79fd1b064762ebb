import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerExportJobs } from '#lib/export/jobs.ts';
import { AppError } from '#lib/platform/errors.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import { NO_FILTER } from '#lib/query-log/filter.ts';
import { type Route, readRoutes } from '../../support/route-manifest.ts';
import { openTestStores } from '../../support/stores.ts';
import { guarded, watch } from '../../support/tenancy-guard.ts';
import { type Matrix, openMatrix } from './permission-matrix-findings.ts';
import { BODIES, KINDS, searchOf } from './permission-matrix-objects.ts';
import { asOwner, routeOf } from './permission-matrix-owner.ts';
import { cookieOf } from './permission-matrix-subjects.ts';
import { fingerprint } from './permission-matrix-worlds.ts';

const routes = await readRoutes();
const inProjects = routes.filter(
  ({ access, handler }) => handler !== undefined && access !== 'public' && access !== 'account',
);

let stores: Stores;
let close: () => Promise<void>;
let matrix: Matrix;
let before: string;
beforeAll(async () => {
  const opened = await openTestStores();
  close = opened.close;
  stores = guarded(opened.stores);
  shareStores(stores);
  await registerExportJobs(stores);
  matrix = await openMatrix(stores, routes);
  before = await fingerprint(matrix.other);
});
afterAll(async () => {
  await matrix.close();
  await close();
});

const find = (method: string, path: string) => routeOf(routes, method, path);
const ask = (route: Route, call: Parameters<typeof asOwner>[2]) => asOwner(matrix, route, call);
const theirs = async (kind: string) => (await KINDS[kind]?.make(matrix.other, undefined)) ?? '';
const mine = async (kind: string) => (await KINDS[kind]?.make(matrix.own, undefined)) ?? '';

describe('with every check of who may what switched off', () => {
  /** What a route does once it has let someone in, for the system, whom requirePermission lets do everything. */
  async function perform(route: Route, params: Record<string, string>): Promise<string> {
    const definition = route.handler?.definition;
    if (definition?.handle === undefined) throw new Error('has no handle');
    const input = {
      path: params,
      query: definition.query?.parse(searchOf(route)) ?? {},
      filter: NO_FILTER,
      body: definition.body?.parse(await BODIES[`${route.method} ${route.path}`]?.(matrix.own)),
      request: new Request('http://localhost/?all=true'),
    };
    try {
      const answer = await definition.handle(matrix.own.ctx, input);
      return answer instanceof Response ? await answer.text() : JSON.stringify(answer);
    } catch (error) {
      if (error instanceof AppError) return `${error.kind} ${error.message}`;
      throw error;
    }
  }

  test.each(inProjects.map((route) => ({ name: `${route.method} ${route.path}`, route })))(
    '$name',
    async ({ route }) => {
      const params = await matrix.theirs(route.path);
      let answer = '';
      const unscoped = await watch([matrix.own.ctx.project.id], async () => {
        answer = await perform(route, params);
      });
      expect(unscoped).toEqual([]);
      expect(answer).not.toContain(matrix.other.marker);
      if (Object.keys(params).length > 0) expect(answer).toMatch(/^(not_found|forbidden) /);
    },
  );

  test('the other project is as it was', async () => {
    expect(await fingerprint(matrix.other)).toBe(before);
  });
});

describe('ids of the other project inside a request', () => {
  test('a label on their query is rejected as unknown', async () => {
    const labels = [{ queryId: await theirs('queries'), verdict: 'correct' }];
    const missing = await ask(find('POST', '/api/v1/labels'), {
      body: { labels: [{ ...labels[0], queryId: 'x' }] },
    });
    const answer = await ask(find('POST', '/api/v1/labels'), { body: { labels } });
    expect(JSON.parse(answer.text)).toMatchObject({ accepted: 0, rejected: [{ index: 0 }] });
    expect(answer.text.replaceAll(labels[0]?.queryId ?? '', 'x')).toBe(missing.text);
  });

  test('their item cannot be labelled, leased or given back through a queue of mine', async () => {
    const id = await theirs('items');
    for (const verb of ['label', 'lease', 'release', 'skip', 'draft']) {
      const path = `/api/v1/items/{id}/${verb}`;
      const body = await BODIES[`POST ${path}`]?.(matrix.own);
      expect(await ask(find('POST', path), { params: { id }, body })).toMatchObject({ status: 404 });
    }
  });

  test('their query does not come into my queue', async () => {
    const body = { queryIds: [await theirs('queries')] };
    const answer = await ask(find('POST', '/api/v1/queues/{id}/items'), {
      params: { id: await mine('queues') },
      body,
    });
    expect(JSON.parse(answer.text)).toMatchObject({ added: 0, unknown: body.queryIds });
  });

  test('their query gets no tag of mine', async () => {
    const body = { ids: [await theirs('queries')], add: ['mine'] };
    const answer = await ask(find('POST', '/api/v1/tags'), { body });
    expect(JSON.parse(answer.text)).toEqual({ tagged: 0 });
  });

  test('their reviewer is nobody whom my member or invited one could become', async () => {
    const reviewerId = await theirs('reviewers');
    const claim = find('POST', '/api/v1/members/{id}/claim');
    const params = { id: await mine('members') };
    expect(await ask(claim, { params, body: { reviewerId } })).toMatchObject({ status: 404 });
    const body = { email: 'someone@example.org', role: 'viewer', personId: reviewerId };
    expect(await ask(find('POST', '/api/v1/invitations'), { body })).toMatchObject({ status: 404 });
  });

  test('their export is not found with its file, nor my export with their file', async () => {
    const route = find('GET', '/api/v1/exports/{id}/files/{name}');
    const id = await theirs('exports');
    expect(await ask(route, { params: { id, name: 'manifest.json' } })).toMatchObject({ status: 404 });
    const own = await mine('exports');
    for (const name of [`../${id}/manifest.json`, `..%2f${id}%2fmanifest.json`, `/${id}/manifest.json`])
      expect(await ask(route, { params: { id: own, name } })).toMatchObject({ status: 404 });
  });

  test('a cursor of theirs shows nothing of theirs', async () => {
    const stranger = matrix.subjects.find(({ name }) => name === 'owner of another project');
    const cookie = await cookieOf(stores, stranger?.ids[0] ?? '');
    for (const path of ['/api/v1/queries', '/api/v1/labels', '/api/v1/quarantine', '/api/v1/audit']) {
      const route = find('GET', path);
      const slug = matrix.other.ctx.project.slug;
      const page = await matrix.caller.call(route, { headers: { cookie }, slug, search: '&limit=1' });
      const { nextCursor } = JSON.parse(page.text) as { nextCursor: string | null };
      if (nextCursor === null) continue;
      // `ask` fails on any text of theirs.
      const answer = await ask(route, { search: `&limit=500&cursor=${encodeURIComponent(nextCursor)}` });
      expect(answer.status).toBe(200);
    }
  });
});
