import { z } from 'zod';
import { readResolvedLabels } from '../../labelling/queries/resolved-labels.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { chunkTexts } from '../../query-log/queries/chunk-texts.ts';
import { parseMessages } from '../../query-log/queries/detail-row.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
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

const keySchema = z.object({ query_id: z.string(), bucket_seconds: z.number() });
type Key = z.output<typeof keySchema>;

export interface LabelledExample {
  queryId: string;
  example: TrainingExample;
}

/**
 * Keys of the labelled queries that match to the eyes of a person, by hour and then id: the order in which the query
 * log holds them.
 */
export async function labelledKeys(
  ctx: Context,
  filter: Filter,
  personId: string | undefined,
): Promise<Key[]> {
  const { where, params } = await filterCondition(ctx, filter, personId);
  return ctx.stores.queryLog.rows(
    keySchema,
    `SELECT q.query_id AS query_id, toUnixTimestamp(q.bucket) AS bucket_seconds FROM queries AS q
     WHERE ${where} AND q.query_id IN (SELECT query_id FROM query_labels WHERE project_id = {project:String})
     ORDER BY q.bucket, q.query_id`,
    params,
  );
}

/** The queries of these keys in the keys' order, page by page. One deleted meanwhile is left out. */
export async function* trainingExamples(
  ctx: Context,
  keys: readonly Key[],
  pageSize: number,
): AsyncGenerator<LabelledExample[]> {
  for (let from = 0; from < keys.length; from += pageSize) {
    yield await examplesOf(ctx, await readRows(ctx, keys.slice(from, from + pageSize)));
  }
}

function readRows(ctx: Context, keys: readonly Key[]): Promise<Row[]> {
  return ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT query_id, question, messages, answer, hit_chunks, marks, cut_lengths FROM queries
     PREWHERE project_id = {project:String} AND bucket IN {buckets:Array(DateTime('UTC'))}
       AND query_id IN {ids:Array(String)}
     ORDER BY bucket, query_id`,
    {
      project: ctx.project.id,
      buckets: [...new Set(keys.map((key) => key.bucket_seconds))],
      ids: keys.map((key) => key.query_id),
    },
  );
}

async function examplesOf(ctx: Context, rows: readonly Row[]): Promise<LabelledExample[]> {
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
