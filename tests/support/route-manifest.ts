import { join, relative } from 'node:path';
import type { z } from 'zod';
import { type Access, PERMISSIONS } from '#lib/auth/permissions.ts';
import { INGEST_ROUTES } from '#lib/ingest/routes.ts';
import type { Context } from '#lib/platform/context.ts';
import { ROOT, sourceFiles } from './source-files.ts';

/** A handler as defineRoute makes it; one that was made otherwise has no definition. */
export interface Handler {
  (request: Request, next: { params: Promise<Record<string, string>> }): Response | Promise<Response>;
  definition?: Definition;
}

interface Definition {
  permission: Access;
  path?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  handle?(ctx: Context, input: object): Promise<unknown>;
}

/** One method of one address, as the files have it. */
export interface Route {
  method: string;
  /** As in OpenAPI: a parameter stands in braces. */
  path: string;
  file: string;
  /** What its definition asks for; undefined where it has none. */
  access: string | undefined;
  body: z.ZodType | undefined;
  /** The parameters that its address takes after the question mark, beside the filter. */
  query: z.ZodType | undefined;
  /** Absent where the server answers before Next. */
  handler?: Handler;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Every exported method of every route file, and every path of the ingest door. */
export async function readRoutes(): Promise<Route[]> {
  const files = sourceFiles('app').map(({ path }) => path);
  const served = files.filter((path) => path.endsWith('/route.ts'));
  const next = await Promise.all(served.map(async (file) => routesOf(file, await import(join(ROOT, file)))));
  return [...next.flat(), ...ingestRoutes()];
}

/** The methods that a route file's module exports. */
export function routesOf(file: string, module: Record<string, unknown>): Route[] {
  return METHODS.filter((method) => typeof module[method] === 'function').map((method) => {
    const handler = module[method] as Handler;
    return {
      method,
      path: addressOf(file),
      file,
      access: handler.definition?.permission,
      body: handler.definition?.body,
      query: handler.definition?.query,
      handler,
    };
  });
}

function ingestRoutes(): Route[] {
  return INGEST_ROUTES.map(({ method, path, permission, body }) => ({
    method,
    path,
    file: 'lib/ingest/routes.ts',
    access: permission,
    body,
    query: undefined,
  }));
}

/** 'app/(app)/[project]/queues/[id]/page.tsx' -> '/{project}/queues/{id}' */
export function addressOf(file: string): string {
  const segments = relative('app', file)
    .split('/')
    .slice(0, -1)
    .filter((segment) => !/^\(.*\)$/.test(segment))
    .map((segment) => segment.replace(/^\[+(?:\.\.\.)?(\w+)\]+$/, '{$1}'));
  return `/${segments.join('/')}`;
}

/** What stands in the way of testing who may call these routes, one sentence a finding. */
export function routeProblems(routes: readonly Route[]): string[] {
  return routes.flatMap(({ method, path, file, access }) => {
    if (access === undefined) return [`${method} ${path} (${file}) says nothing of who may call it`];
    const known = access === 'public' || access === 'account' || Object.hasOwn(PERMISSIONS, access);
    return known ? [] : [`${method} ${path} (${file}) asks for ${access}, which is no permission`];
  });
}
