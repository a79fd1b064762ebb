import { z } from 'zod';
import { type ResolvedQuery, readResolvedLabels } from '../../labelling/queries/resolved-labels.ts';
import type { Context } from '../../platform/context.ts';
import { chunkTexts } from '../../query-log/queries/chunk-texts.ts';
import { parseMessages } from '../../query-log/queries/detail-row.ts';
import { isTruncated, type TrainingExample } from '../training-example.ts';
import { type LabelOrigin, readLabelOrigins } from './label-origins.ts';
import { type QuestionPassages, readPassages } from './question-passages.ts';

const rowSchema = z.object({
  query_id: z.string(),
  started_ms: z.number(),
  question: z.string(),
  retrieval_query: z.string().nullable(),
  question_hash: z.string(),
  messages: z.string(),
  answer: z.string().nullable(),
  hit_chunks: z.array(z.string()),
  hit_ids: z.array(z.string()),
  hit_titles: z.array(z.string()),
  model: z.string(),
  tools: z.string(),
  marks: z.array(z.string()),
  cut_lengths: z.record(z.string(), z.number()),
});
type Row = z.output<typeof rowSchema>;

/** Where to find a query. */
export interface QueryKey {
  queryId: string;
  bucketSeconds: number;
}

export interface LabelledExample extends LabelOrigin {
  example: TrainingExample;
}

/**
 * The queries of these keys whole, with their resolved labels and all that was graded for their questions, by hour and
 * then id. One deleted meanwhile is left out.
 */
export async function readTrainingExamples(
  ctx: Context,
  keys: readonly QueryKey[],
): Promise<LabelledExample[]> {
  const rows = await readRows(ctx, keys);
  const ids = rows.map((row) => row.query_id);
  const [labels, origins, passages] = await Promise.all([
    readResolvedLabels(ctx.stores.controlPlane.prisma, ctx.project.id, ids),
    readLabelOrigins(ctx, ids),
    readPassages(ctx, rows),
  ]);
  const texts = await chunkTexts(
    ctx,
    rows.flatMap((row) => [...row.hit_chunks, ...passages.chunksOf(row.question_hash)]),
  );
  return rows.map((row) => {
    const label = labels.get(row.query_id);
    const origin = origins(row.query_id, label?.verdict);
    return { ...origin, example: exampleOf(row, label, { texts, passages, authors: origin.authors }) };
  });
}

function readRows(ctx: Context, keys: readonly QueryKey[]): Promise<Row[]> {
  return ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT query_id, toUnixTimestamp64Milli(started_at) AS started_ms, question, retrieval_query, question_hash,
       messages, answer, hit_chunks, hit_ids, hit_titles, model, metadata['tools'] AS tools, marks, cut_lengths
     FROM queries
     PREWHERE project_id = {project:String} AND bucket IN {buckets:Array(DateTime('UTC'))}
       AND query_id IN {ids:Array(String)}
     ORDER BY bucket, query_id`,
    {
      project: ctx.project.id,
      buckets: [...new Set(keys.map((key) => key.bucketSeconds))],
      ids: keys.map((key) => key.queryId),
    },
  );
}

interface Known {
  texts: ReadonlyMap<string, string>;
  passages: QuestionPassages;
  authors: readonly string[];
}

function exampleOf(row: Row, label: ResolvedQuery | undefined, known: Known): TrainingExample {
  const { texts, passages } = known;
  const textOf = (chunk: string) => texts.get(chunk) ?? null;
  const hits = row.hit_chunks.map((chunk, i) => ({
    chunk,
    id: row.hit_ids[i] ?? '',
    title: row.hit_titles[i] ?? '',
    text: textOf(chunk),
    grade: passages.gradeOf(row.question_hash, chunk),
  }));
  const own = new Set(row.hit_chunks);
  return {
    queryId: row.query_id,
    startedAt: new Date(row.started_ms).toISOString(),
    question: row.question,
    searched: row.retrieval_query ?? row.question,
    questionHash: row.question_hash,
    messages: parseMessages(row.messages),
    tools: parseTools(row.tools),
    hits,
    otherJudged: passages
      .chunksOf(row.question_hash)
      .filter((chunk) => !own.has(chunk))
      .map((chunk) => ({
        chunk,
        ...passages.nameOf(chunk),
        text: textOf(chunk),
        grade: passages.gradeOf(row.question_hash, chunk),
      })),
    answer: row.answer,
    model: row.model,
    verdict: label?.verdict ?? null,
    failure: label?.failure ?? null,
    secondaryFailure: label?.secondaryFailure ?? null,
    detail: label?.detail ?? null,
    nothingToFind: label?.nothingToFind ?? null,
    idealAnswer: label?.idealAnswer ?? null,
    labelCount: label?.labelCount ?? 0,
    reviewers: known.authors,
    isTruncated: isTruncated({ marks: row.marks, cutLengths: row.cut_lengths }),
  };
}

/** Applications that log the tools they offered do so as JSON in `metadata.tools`. */
function parseTools(json: string): unknown[] {
  if (!json.startsWith('[')) return [];
  try {
    return z.array(z.unknown()).parse(JSON.parse(json));
  } catch {
    return [];
  }
}
