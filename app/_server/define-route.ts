import { z } from 'zod';
import { type Access, requirePermission } from '#lib/auth/permissions.ts';
import { AppError } from '#lib/platform/errors.ts';
import { toHttpError } from '#lib/platform/http-errors.ts';
import { logger } from '#lib/platform/logger.ts';
import { type Filter, filterSchema, NO_FILTER, splitSearchParams } from '#lib/query-log/filter.ts';
import { accountContext, type ContextOf, publicContext, requestContext } from './request-context.ts';

/** What a route takes, gives and needs: enough to serve it, to document it and to test who may call it. */
export interface RouteDefinition<
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
  A extends Access = Access,
> {
  summary: string;
  /** A permission in a project; `account` for whoever is signed in, `public` for all. */
  permission: A;
  path?: Path;
  /** URL parameters beside the filter. */
  query?: Query;
  /** Whether the URL takes the filters of lib/query-log/filter.ts. */
  filter?: true;
  /** Whether the URL may hold anything, because another system writes it; the handler reads it for itself. */
  anyQuery?: true;
  body?: Body;
  /** The answer's JSON; absent where the route answers with a file. */
  answer?: Answer;
  status?: number;
}

interface Input<Path extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType> {
  path: z.output<Path>;
  query: z.output<Query>;
  filter: Filter;
  body: z.output<Body>;
  request: Request;
}

const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * A route handler for Next: resolves who asks, checks the permission, parses every input, and turns
 * errors into their documents. The definition stays readable on the handler.
 */
export function defineRoute<
  Path extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
  A extends Access,
>(
  definition: RouteDefinition<Path, Query, Body, Answer, A> & {
    handle: (ctx: ContextOf<A>, input: Input<Path, Query, Body>) => Promise<z.input<Answer> | Response>;
  },
) {
  const handler = async (
    request: Request,
    next: { params: Promise<Record<string, string> | undefined> },
  ): Promise<Response> => {
    try {
      const ctx = (await contextFor(definition.permission, request)) as ContextOf<A>;
      const params = new URL(request.url).searchParams;
      params.delete('project');
      const { filter, rest } = splitSearchParams(params);
      const input = {
        path: (definition.path ?? z.object({})).parse((await next.params) ?? {}) as z.output<Path>,
        filter: definition.filter ? filterSchema.parse(filter) : NO_FILTER,
        query: parseQuery(definition, filter, rest) as z.output<Query>,
        body: (definition.body
          ? definition.body.parse(await readJson(request))
          : undefined) as z.output<Body>,
        request,
      };
      const answer = await definition.handle(ctx, input);
      return answer instanceof Response ? answer : jsonResponse(answer, definition.status ?? 200);
    } catch (error) {
      return errorResponse(error);
    }
  };
  return Object.assign(handler, { definition });
}

async function contextFor(access: Access, request: Request): Promise<ContextOf<Access>> {
  if (access === 'public') return publicContext(request);
  if (access === 'account') return accountContext(request);
  const ctx = await requestContext(request);
  requirePermission(ctx, access);
  return ctx;
}

function parseQuery(definition: RouteDefinition, filter: object, rest: object): unknown {
  if (definition.anyQuery) return {};
  const schema = (definition.query ?? z.object({})).strict();
  return schema.parse(definition.filter ? rest : { ...filter, ...rest });
}

async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type)) {
    throw new AppError('unsupported_media', 'The body must be sent as Content-Type: application/json.');
  }
  const text = await readText(request);
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid', 'The body is not JSON.');
  }
}

/** Counts bytes as they come, so that nobody fills the memory. */
async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw new AppError('too_large', 'The body is larger than 8 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function jsonResponse(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'private, no-store', ...headers } });
}

export function errorResponse(error: unknown): Response {
  if (!(error instanceof AppError) && !(error instanceof z.ZodError))
    logger.error({ err: error }, 'request failed');
  const { status, headers, body } = toHttpError(error);
  return jsonResponse(body, status, headers);
}
