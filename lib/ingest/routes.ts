import { z } from 'zod';
import type { Permission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { addFeedback } from './add-feedback.ts';
import { logQueries } from './log-queries.ts';
import { registerChunks } from './register-chunks.ts';
import { chunksBodySchema, feedbackSchema, ingestAnswerSchema, queriesBodySchema } from './schema.ts';

/** What an ingest path takes, gives and needs; `body` documents, the verb checks. */
export interface IngestRoute {
  method: 'POST';
  /** As in OpenAPI: a parameter stands in braces. */
  path: string;
  summary: string;
  permission: Permission;
  body: z.ZodType;
  answer: z.ZodType;
  run: (ctx: Context, input: { id: string; body: unknown }) => Promise<unknown>;
}

export const INGEST_ROUTES: readonly IngestRoute[] = [
  {
    method: 'POST',
    path: '/api/v1/queries',
    summary: 'Log one query or up to 500; answered once they are stored on disk',
    permission: 'queries:write',
    body: queriesBodySchema,
    answer: ingestAnswerSchema,
    run: (ctx, { body }) => logQueries(ctx, body),
  },
  {
    method: 'POST',
    path: '/api/v1/queries/{id}/feedback',
    summary: 'What an end user said of a query; it may come before the query does',
    permission: 'queries:write',
    body: feedbackSchema,
    answer: z.object({ id: z.string() }),
    run: (ctx, { id, body }) => addFeedback(ctx, { queryId: id, feedback: body }),
  },
  {
    method: 'POST',
    path: '/api/v1/chunks',
    summary: 'Register one chunk of the known corpus or up to 500',
    permission: 'queries:write',
    body: chunksBodySchema,
    answer: ingestAnswerSchema,
    run: (ctx, { body }) => registerChunks(ctx, body),
  },
];

/** The route of a path and its `id`, still percent-encoded; undefined where the path is another's. */
export function ingestRoute(pathname: string): { route: IngestRoute; id: string } | undefined {
  for (const route of INGEST_ROUTES) {
    const match = new RegExp(`^${route.path.replace('{id}', '([^/]+)')}$`).exec(pathname);
    if (match !== null) return { route, id: match[1] ?? '' };
  }
  return undefined;
}
