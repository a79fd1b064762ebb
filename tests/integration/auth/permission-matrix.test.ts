import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerExportJobs } from '#lib/export/jobs.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import { PAGE_PERMISSIONS } from '../../../app/_server/page-permissions.ts';
import { pageProblems, readPages } from '../../support/page-manifest.ts';
import { type Route, readRoutes, routeProblems, routesOf } from '../../support/route-manifest.ts';
import { sourceFiles } from '../../support/source-files.ts';
import { openTestStores } from '../../support/stores.ts';
import { guarded } from '../../support/tenancy-guard.ts';
import { type Matrix, openMatrix } from './permission-matrix-findings.ts';
import { BODIES, parametersOf, searchOf } from './permission-matrix-objects.ts';
import { fingerprint } from './permission-matrix-worlds.ts';

const routes = await readRoutes();
const inProjects = routes.filter(({ access }) => access !== undefined && access !== 'public');

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

describe('what there is', () => {
  test('every method of every route says who may call it', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routeProblems(routes)).toEqual([]);
  });

  test('every page has a row and asks by its own', () => {
    expect(pageProblems(readPages(), PAGE_PERMISSIONS)).toEqual([]);
  });

  test('there are no server actions, which would have no row', () => {
    const actions = sourceFiles('app').filter(({ text }) => /['"]use server['"]/.test(text));
    expect(actions.map(({ path }) => path)).toEqual([]);
  });

  test('every parameter of a path has something to stand for', () => {
    const unknown = inProjects.flatMap(({ path }) =>
      parametersOf(path)
        .filter(({ kind, fixed }) => kind === undefined && fixed === undefined)
        .map(({ name }) => `${path}: {${name}}`),
    );
    expect([...new Set(unknown)]).toEqual([]);
  });

  test('every body has an example that its schema takes', async () => {
    const wrong: string[] = [];
    for (const { method, path, body } of inProjects.filter((route) => route.body !== undefined)) {
      const example = await BODIES[`${method} ${path}`]?.(matrix.own);
      if (body?.safeParse(example).success !== true) wrong.push(`${method} ${path}`);
    }
    expect(wrong).toEqual([]);
  });
});

test('every address has an example of the parameters that it needs', () => {
  const wrong = inProjects.filter((route) => route.query?.safeParse(searchOf(route)).success === false);
  expect(wrong.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

describe('who may call what', () => {
  test.each(inProjects.map((route) => ({ name: `${route.method} ${route.path}`, route })))(
    '$name',
    async ({ route }) => {
      expect(await matrix.findings(route)).toEqual([]);
    },
  );

  test('all of this has left the other project as it was', async () => {
    expect(await fingerprint(matrix.other)).toBe(before);
  });
});

describe('the matrix would notice', () => {
  const planted = (access: string | undefined, handler: Route['handler']): Route => ({
    method: 'GET',
    path: '/api/v1/exports/{id}',
    file: 'planted',
    access,
    body: undefined,
    query: undefined,
    ...(handler === undefined ? {} : { handler }),
  });

  test('a route that says nothing of who may call it', () => {
    const [route] = routesOf('app/api/v1/planted/route.ts', { ['GET']: () => new Response() });
    expect(routeProblems(route === undefined ? [] : [route])).toEqual([
      expect.stringContaining('/api/v1/planted'),
    ]);
  });

  test('a permission whose row is gone from the table', () => {
    expect(routeProblems([planted('exports:look', undefined)])).toEqual([
      expect.stringContaining('exports:look'),
    ]);
  });

  test('a page without a row, and one that asks by another’s', () => {
    const pages = readPages().filter(({ path }) => Object.hasOwn(PAGE_PERMISSIONS, path));
    const { '/[project]/overview': _, ...rest } = PAGE_PERMISSIONS;
    expect(pageProblems(pages, rest)).toEqual([expect.stringContaining('/[project]/overview')]);
    const swapped = pages.map((page) =>
      page.path === '/[project]/data'
        ? { ...page, text: page.text.replace("'/[project]/data'", "'/[project]/overview'") }
        : page,
    );
    expect(pageProblems(swapped, PAGE_PERMISSIONS)).toEqual([expect.stringContaining('/[project]/data')]);
  });

  test('a handler that forgot to ask who it is', async () => {
    const open = planted('exports:manage', async () => Response.json({ items: [] }));
    const findings = await matrix.findings(open);
    for (const name of ['anonymous', 'viewer', 'removed member', 'key: read', 'expired session'])
      expect(findings).toContainEqual(expect.stringMatching(new RegExp(`^${name}.* 200`)));
  });

  test('a handler that asks for the wrong permission', async () => {
    const real = routes.find(({ method, path }) => method === 'GET' && path === '/api/v1/queries/{id}');
    if (real?.handler === undefined) throw new Error('no such route');
    const findings = await matrix.findings({ ...real, access: 'queries:delete' });
    expect(findings).toContainEqual(expect.stringMatching(/^viewer, own.* 403.* 200/));
  });

  test('a handler that finds a row by its id alone', async () => {
    const real = routes.find(({ method, path }) => method === 'GET' && path === '/api/v1/exports/{id}');
    const careless: Route['handler'] = async (request, next) => {
      const answer = (await real?.handler?.(request, next)) ?? new Response();
      if (answer.status !== 404) return answer;
      const { id = '' } = await next.params;
      const row = await stores.controlPlane.prisma.export.findUnique({ where: { id } });
      return row === null ? answer : Response.json(row);
    };
    const findings = await matrix.findings(planted('exports:manage', careless));
    expect(findings).toContainEqual(expect.stringMatching(/^owner, other.* 404.* 200/));
    expect(findings).toContainEqual(expect.stringContaining('text of the other project'));
    expect(findings).toContainEqual(expect.stringContaining('Export.findUnique by id'));
  });

  test('a row of the other project that was changed', async () => {
    const id = uuidv7();
    const { prisma } = stores.controlPlane;
    const row = { id, projectId: matrix.other.ctx.project.id, name: id };
    await prisma.queue.create({ data: row });
    expect(await fingerprint(matrix.other)).not.toBe(before);
    await prisma.queue.delete({ where: { id } });
    expect(await fingerprint(matrix.other)).toBe(before);
  });
});
