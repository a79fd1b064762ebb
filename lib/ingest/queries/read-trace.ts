import { z } from 'zod';
import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { notFound } from '#lib/platform/errors.ts';
import { blindQueries } from '#lib/query-log/queries/blind-queries.ts';
import { chunkTexts } from '#lib/query-log/queries/chunk-texts.ts';
import { findStored } from '#lib/query-log/queries/find-bucket.ts';
import { parseRetrievals, storedRetrievalSchema } from '#lib/query-log/stored-retrieval.ts';
import type { Attributes } from '../otlp/span.ts';
import { type Step, spanTree } from '../otlp/span-tree.ts';
import { spanOfRow } from '../otlp/stored-span.ts';
import { plainAttribute } from './plain-attribute.ts';
import { storedSpans } from './stored-traces.ts';

const SHOWN_SPANS = 1_000;

const retrievalViewSchema = storedRetrievalSchema.extend({
  hits: z
    .array(
      z.object({
        rank: z.number(),
        id: z.string(),
        chunk: z.string(),
        title: z.string(),
        source: z.string(),
        score: z.number().nullable(),
        text: z.string().nullable(),
      }),
    )
    .nullable(),
});
export type RetrievalView = z.output<typeof retrievalViewSchema>;

const spanViewSchema = z.object({
  spanId: z.string(),
  parentSpanId: z.string().nullable(),
  name: z.string(),
  /** What the step did, as its emitter says; null where it says nothing. */
  step: z.string().nullable(),
  /** How many spans are above it. */
  depth: z.number(),
  /** From the start of the first span. */
  offsetMs: z.number(),
  durationMs: z.number(),
  failed: z.boolean(),
  statusMessage: z.string(),
  /** Keys and values as text; long ones are cut at 2,000 characters. */
  attributes: z.array(z.tuple([z.string(), z.string()])),
});
export type SpanView = z.output<typeof spanViewSchema>;

export const traceViewSchema = z.object({
  /** '' where no trace is known. */
  traceId: z.string(),
  retrievals: z.array(retrievalViewSchema),
  /** For each hit of the query the place of its retrieval above; empty where the hits were not sent by spans. */
  ofHits: z.array(z.number()),
  /** Parents before their children. Empty once they have expired. */
  spans: z.array(spanViewSchema),
  /** Whether there are more spans than are shown. */
  isCut: z.boolean(),
});
export type TraceView = z.output<typeof traceViewSchema>;

/** What the trace of a query holds. Scores by others are left out for whom they are hidden. Throws `not_found`. */
export async function readTrace(ctx: Context, sentId: string): Promise<TraceView> {
  requirePermission(ctx, 'queries:read');
  const row = await traceColumns(ctx, sentId);
  if (row === undefined) throw notFound('The query');
  const { retrievals, ofHits } = parseRetrievals(row.retrievals);
  const chunks = retrievals.flatMap(({ hits }) => hits?.map(({ chunk }) => chunk) ?? []);
  const [texts, steps, blind] = await Promise.all([
    chunkTexts(ctx, chunks),
    row.traceId === '' ? [] : traceSteps(ctx, row.traceId),
    blindQueries(ctx, [row.id]),
  ]);
  const hidden = blind.has(row.id);
  const [startNs = 0n] = steps.map(({ span }) => span.startNs).sort((a, b) => (a < b ? -1 : 1));
  return {
    traceId: row.traceId,
    retrievals: retrievals.map((retrieval) => ({
      ...retrieval,
      hits:
        retrieval.hits?.map((hit, i) => ({ ...hit, rank: i + 1, text: texts.get(hit.chunk) ?? null })) ??
        null,
    })),
    ofHits,
    spans: inTreeOrder(steps)
      .filter((step) => !hidden || step.reading.kind !== 'evaluation')
      .slice(0, SHOWN_SPANS)
      .map((step) => spanView(step, startNs, hidden)),
    isCut: steps.length > SHOWN_SPANS,
  };
}

async function traceColumns(ctx: Context, sentId: string) {
  const stored = await findStored(ctx, sentId);
  if (stored === undefined) return undefined;
  const [row] = await ctx.stores.queryLog.rows(
    z.object({ id: z.string(), traceId: z.string(), retrievals: z.string() }),
    `SELECT query_id AS id, trace_id AS traceId, retrievals FROM queries
     WHERE project_id = {project:String} AND bucket = fromUnixTimestamp({bucket:UInt32}) AND query_id = {id:String}`,
    { project: ctx.project.id, bucket: stored.bucketSeconds, id: stored.id },
  );
  return row;
}

async function traceSteps(ctx: Context, traceId: string): Promise<Step[]> {
  const key = { projectId: ctx.project.id, traceId: traceId.toLowerCase() };
  const rows = await storedSpans(ctx.stores.queryLog.rows, [key], SHOWN_SPANS + 1);
  return spanTree(rows.map((row) => spanOfRow(row).span));
}

/** Each span right below its parent, brothers by time. */
function inTreeOrder(steps: readonly Step[]): Step[] {
  const ordered: Step[] = [];
  const open = steps.filter((step) => step.parent === undefined).reverse();
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    ordered.push(step);
    open.push(...step.children.toReversed());
  }
  return ordered;
}

function spanView({ span, reading, depth }: Step, startNs: bigint, hidden: boolean): SpanView {
  const isJudged = (reading.scores ?? []).length > 0;
  return {
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? null,
    name: span.name,
    step: reading.kind ?? null,
    depth,
    offsetMs: milliseconds(span.startNs - startNs),
    durationMs: Math.max(0, milliseconds(span.endNs - span.startNs)),
    failed: span.status.code === 2,
    statusMessage: span.status.message,
    attributes: hidden && isJudged ? [] : shownAttributes(span.attributes),
  };
}

function shownAttributes(attributes: Attributes): [string, string][] {
  return [...attributes].map(([key, value]) => [key, plainAttribute(value)]);
}

function milliseconds(ns: bigint): number {
  return Number(ns) / 1e6;
}
