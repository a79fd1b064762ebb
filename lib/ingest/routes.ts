import { z } from 'zod';
import type { Permission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { addFeedback } from './add-feedback.ts';
import type { EventUnit } from './counters.ts';
import { logQueries } from './log-queries.ts';
import { logScores } from './log-scores.ts';
import { logWire, traceWire } from './otlp/otlp-wire.ts';
import type { ReceivedSpans } from './otlp/received-spans.ts';
import { registerChunks } from './register-chunks.ts';
import {
  chunksBodySchema,
  feedbackSchema,
  ingestAnswerSchema,
  queriesBodySchema,
  scoresBodySchema,
} from './schema.ts';
import { storeSpans } from './store-spans.ts';
import type { Wire } from './wire.ts';

/** What an ingest path takes, gives and needs; `body` documents, the verb checks. */
export interface IngestRoute {
  method: 'POST';
  /** As in OpenAPI: a parameter stands in braces. */
  path: string;
  summary: string;
  permission: Permission;
  /** What a body holds, as it is counted. */
  unit: EventUnit;
  /** From the content type to the encoding, throwing `unsupported_media`; JSON where it is left out. */
  wire?: (contentType: string | undefined) => Wire;
  /** Whether a key may come as the password of Basic authentication. */
  basicAuth?: boolean;
  /** Whether other methods are refused here too, rather than answered by a page. */
  ownsPath?: boolean;
  body: z.ZodType;
  answer: z.ZodType;
  run: (ctx: Context, input: { id: string; body: unknown }) => Promise<unknown>;
}

const OTLP_BODY = z
  .looseObject({})
  .describe(
    'OTLP/HTTP: ExportTraceServiceRequest or ExportLogsServiceRequest as JSON or protobuf, gzip allowed.',
  );
const OTLP_ANSWER = z
  .looseObject({})
  .describe('Empty on full success, else partialSuccess with the number of rejected items and why.');

function otlpRoute(path: string, summary: string, signal: 'traces' | 'logs'): IngestRoute {
  return {
    method: 'POST',
    path,
    summary,
    permission: 'queries:write',
    unit: signal === 'traces' ? 'span' : 'log_record',
    wire: signal === 'traces' ? traceWire : logWire,
    basicAuth: true,
    ownsPath: true,
    body: OTLP_BODY,
    answer: OTLP_ANSWER,
    run: (ctx, { body }) =>
      storeSpans(ctx, body as ReceivedSpans, signal === 'traces' ? 'span' : 'log_record'),
  };
}

export const INGEST_ROUTES: readonly IngestRoute[] = [
  {
    method: 'POST',
    path: '/api/v1/queries',
    summary: 'Log one query or up to 500; answered once they are stored on disk',
    permission: 'queries:write',
    unit: 'query',
    body: queriesBodySchema,
    answer: ingestAnswerSchema,
    run: (ctx, { body }) => logQueries(ctx, body),
  },
  {
    method: 'POST',
    path: '/api/v1/queries/{id}/feedback',
    summary: 'What an end user said of a query; it may come before the query does',
    permission: 'queries:write',
    unit: 'feedback',
    body: feedbackSchema,
    answer: z.object({ id: z.string() }),
    run: (ctx, { id, body }) => addFeedback(ctx, { queryId: id, feedback: body }),
  },
  {
    method: 'POST',
    path: '/api/v1/scores',
    summary: 'Log one score or up to 500; one for each query, hit, name, source and version, the later wins',
    permission: 'queries:write',
    unit: 'score',
    body: scoresBodySchema,
    answer: ingestAnswerSchema,
    run: (ctx, { body }) => logScores(ctx, body),
  },
  {
    method: 'POST',
    path: '/api/v1/chunks',
    summary: 'Register one chunk of the known corpus or up to 500',
    permission: 'queries:write',
    unit: 'chunk',
    body: chunksBodySchema,
    answer: ingestAnswerSchema,
    run: (ctx, { body }) => registerChunks(ctx, body),
  },
  otlpRoute('/v1/traces', 'OTLP/HTTP: log spans, from which queries are assembled', 'traces'),
  otlpRoute('/api/public/otel/v1/traces', 'The same, where the SDKs of Langfuse send their spans', 'traces'),
  otlpRoute(
    '/v1/logs',
    'OTLP/HTTP: log evaluations (gen_ai.evaluation.result); other records are ignored',
    'logs',
  ),
];

/** The route of a path and its `id`, still percent-encoded; undefined where the path is another's. */
export function ingestRoute(pathname: string): { route: IngestRoute; id: string } | undefined {
  for (const route of INGEST_ROUTES) {
    const match = new RegExp(`^${route.path.replace('{id}', '([^/]+)')}$`).exec(pathname);
    if (match !== null) return { route, id: match[1] ?? '' };
  }
  return undefined;
}
