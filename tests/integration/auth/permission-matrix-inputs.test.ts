import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { registerExportJobs } from '#lib/export/jobs.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import { readRoutes } from '../../support/route-manifest.ts';
import { openTestStores } from '../../support/stores.ts';
import { guarded } from '../../support/tenancy-guard.ts';
import { type Matrix, openMatrix } from './permission-matrix-findings.ts';
import { BODIES } from './permission-matrix-objects.ts';
import { asOwner, ownParameters, routeOf } from './permission-matrix-owner.ts';
import { fingerprint } from './permission-matrix-worlds.ts';

const routes = await readRoutes();
const withBody = routes.filter(({ body }) => body !== undefined);

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

describe('operators in place of values', () => {
  const OPERATORS = [{ contains: '' }, { not: null }, { gt: '' }, ['a'], [{ contains: '' }]];

  test.each(withBody.map((route) => ({ name: `${route.method} ${route.path}`, route })))(
    '$name',
    async ({ route }) => {
      const example = (await BODIES[`${route.method} ${route.path}`]?.(matrix.own)) ?? {};
      const params = await ownParameters(matrix, route.path);
      const found: string[] = [];
      for (const field of scalarFields(route.body)) {
        for (const operator of OPERATORS) {
          const body = { ...(example as object), [field]: operator };
          const { status, text } = await asOwner(matrix, route, { params, body });
          if (!isRefused(status, text))
            found.push(`${field}: ${JSON.stringify(operator)} gives ${status} ${text}`);
        }
      }
      expect(found).toEqual([]);
    },
  );

  test('the fields are found', () => {
    const fields = scalarFields(
      z.strictObject({ id: z.string(), n: z.number().optional(), any: z.unknown(), o: z.object({}) }),
    );
    expect(fields).toEqual(['id', 'n']);
    expect(scalarFields(routeOf(routes, 'POST', '/api/v1/invitations').body)).toEqual([
      'email',
      'role',
      'personId',
    ]);
  });

  const readable = routes.filter(({ method, access }) => method === 'GET' && access !== 'public');
  test.each(readable.map((route) => ({ name: route.path, route })))(
    'in the address of $name',
    async ({ route }) => {
      const params = await ownParameters(matrix, route.path);
      for (const search of [
        '&id[contains]=a',
        '&projectId[not]=x',
        '&cursor[not]=a',
        '&where[hash][contains]=a',
      ])
        expect({ search, ...(await asOwner(matrix, route, { params, search })) }).toMatchObject({
          status: 400,
        });
    },
  );
});

describe('fields that are nobody’s to set', () => {
  test.each(withBody.map((route) => ({ name: `${route.method} ${route.path}`, route })))(
    '$name',
    async ({ route }) => {
      const example = (await BODIES[`${route.method} ${route.path}`]?.(matrix.own)) ?? {};
      const projectId = matrix.other.ctx.project.id;
      const extra = {
        projectId,
        project: projectId,
        userId: 'local-owner',
        isLocalOwner: true,
        isGold: true,
      };
      const times = { createdAt: '2001-01-01T00:00:00Z', revokedAt: null, deletingAt: null };
      const body = {
        ...extra,
        ...times,
        id: projectId,
        ...(example as object),
      };
      const { status } = await asOwner(matrix, route, {
        params: await ownParameters(matrix, route.path),
        body,
      });
      expect(status).toBeLessThan(500);
    },
  );

  test('none of them has reached the other project', async () => {
    expect(await fingerprint(matrix.other)).toBe(before);
    const { prisma } = stores.controlPlane;
    expect(await prisma.user.count({ where: { isLocalOwner: true } })).toBe(1);
  });
});

/** Names of the fields, at the top of a body, that take one plain value. */
function scalarFields(body: z.ZodType | undefined): string[] {
  if (body === undefined) return [];
  const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const properties = Object.entries(schema.properties ?? {});
  return properties.filter(([, field]) => isScalar(field)).map(([name]) => name);
}

interface JsonSchema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
}

function isScalar({ type, enum: values, const: value, anyOf }: JsonSchema): boolean {
  if (anyOf !== undefined) return anyOf.every(isScalar);
  if (values !== undefined || value !== undefined) return true;
  return [type].flat().every((name) => name !== undefined && name !== 'object' && name !== 'array');
}

/** 400, or in a batch each one of it. */
function isRefused(status: number, text: string): boolean {
  if (status === 400) return true;
  const { accepted, rejected = [] } = JSON.parse(text) as { accepted?: number; rejected?: unknown[] };
  return status === 200 && accepted === 0 && rejected.length > 0;
}
