import { z } from 'zod';
import { readResolvedLabels } from '../../labelling/queries/resolved-labels.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { filterSql } from '../../query-log/filter-sql.ts';
import { chunkTexts } from '../../query-log/queries/chunk-texts.ts';
import { parseMessages } from '../../query-log/queries/detail-row.ts';
import { isTruncated, type TrainingExample } from '../training-example.ts';

const rowSchema = z.object({
  query_id: z.string(),
  question: z.string(),
  messages: z.string(),
  answer: z.string().nullable(),
  hit_chunks: z.array(z.string()),
  marks: z.array(z.string()),
  cut_lengths: z.record(z.string(), z.number()),
});
type Row = z.output<typeof rowSchema>;

export interface ExamplePage {
  examples: { queryId: string; example: TrainingExample }[];
  /** How many labelled queries the page looked at, whether they match the filter or not. */
  scanned: number;
}

/** How many labelled queries the project has: what `trainingExamples` looks through. */
export async function countLabelled(ctx: Context): Promise<number> {
  const [row] = await ctx.stores.queryLog.rows(
    z.object({ n: z.number() }),
    'SELECT count() AS n FROM query_labels WHERE project_id = {project:String}',
    { project: ctx.project.id },
  );
  return row?.n ?? 0;
}

/**
 * The labelled queries that match, in the order of their ids, page by page. Goes along the labels' primary key,
 * so that a page costs the same wherever it lies.
 */
export async function* trainingExamples(
  ctx: Context,
  filter: Filter,
  pageSize: number,
): AsyncGenerator<ExamplePage> {
  let after = '';
  while (true) {
    const keys = await labelledKeys(ctx, after, pageSize);
    const last = keys.at(-1);
    if (last === undefined) return;
    after = last.query_id;
    const rows = await matchingRows(ctx, filter, keys);
    yield { examples: await examplesOf(ctx, rows), scanned: keys.length };
  }
}

const keySchema = z.object({ query_id: z.string(), bucket_seconds: z.number() });

function labelledKeys(ctx: Context, after: string, limit: number): Promise<z.output<typeof keySchema>[]> {
  return ctx.stores.queryLog.rows(
    keySchema,
    `SELECT query_id, toUnixTimestamp(bucket) AS bucket_seconds FROM query_labels
     WHERE project_id = {project:String} AND query_id > {after:String} ORDER BY query_id LIMIT {limit:UInt32}`,
    { project: ctx.project.id, after, limit },
  );
}

function matchingRows(ctx: Context, filter: Filter, keys: z.output<typeof keySchema>[]): Promise<Row[]> {
  const { where, params } = filterSql(ctx.project, filter);
  return ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT q.query_id AS query_id, q.question AS question, q.messages AS messages, q.answer AS answer,
       q.hit_chunks AS hit_chunks, q.marks AS marks, q.cut_lengths AS cut_lengths
     FROM queries AS q
     WHERE ${where} AND q.bucket IN {buckets:Array(DateTime('UTC'))} AND q.query_id IN {ids:Array(String)}
     ORDER BY q.query_id`,
    {
      ...params,
      buckets: [...new Set(keys.map((key) => key.bucket_seconds))],
      ids: keys.map((key) => key.query_id),
    },
  );
}

async function examplesOf(ctx: Context, rows: readonly Row[]): Promise<ExamplePage['examples']> {
  const ids = rows.map((row) => row.query_id);
  const [labels, texts] = await Promise.all([
    readResolvedLabels(ctx.stores.controlPlane.prisma, ctx.project.id, ids),
    chunkTexts(
      ctx,
      rows.filter((row) => row.messages === '').flatMap((row) => row.hit_chunks),
    ),
  ]);
  return rows.map((row) => {
    const label = labels.get(row.query_id);
    const example: TrainingExample = {
      question: row.question,
      messages: parseMessages(row.messages),
      hitTexts: row.hit_chunks.map((chunk) => texts.get(chunk) ?? null),
      answer: row.answer,
      verdict: label?.verdict ?? null,
      idealAnswer: label?.idealAnswer ?? null,
      isTruncated: isTruncated({ marks: row.marks, cutLengths: row.cut_lengths }),
    };
    return { queryId: row.query_id, example };
  });
}
