import { z } from 'zod';
import { readResolvedGrades } from '../../labelling/queries/resolved-grades.ts';
import { type ResolvedQuery, readResolvedLabels } from '../../labelling/queries/resolved-labels.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { hiddenLabels } from '../../query-log/queries/hidden-labels.ts';
import { DEFAULT_THRESHOLD } from '../../retrieval-metrics/graded-ranking.ts';
import type { NewQuestion } from '../write-version.ts';

const IDS_A_STATEMENT = 500;

const rowSchema = z.object({
  query_id: z.string(),
  question: z.string(),
  question_hash: z.string(),
  retrieval_query: z.string().nullable(),
  answer: z.string().nullable(),
  hit_ids: z.array(z.string()),
  hit_chunks: z.array(z.string()),
  expected_answer: z.string().nullable(),
  expected_ids: z.array(z.string()),
  expected_answerable: z.boolean().nullable(),
});
type Row = z.output<typeof rowSchema>;

/**
 * Golden questions of logged queries, in the order of the ids: the question as it was searched, for a turn of a
 * conversation does not stand alone; the ideal answer, else the answer that was found correct, else the expected
 * one; and what was graded relevant for it. What the asker must still judge unseen is left open. Throws `not_found`.
 */
export async function questionsOfQueries(ctx: Context, queryIds: readonly string[]): Promise<NewQuestion[]> {
  const ids = [...new Set(queryIds)];
  const made = new Map<string, NewQuestion>();
  const hidden = await hiddenLabels(ctx);
  for (let from = 0; from < ids.length; from += IDS_A_STATEMENT) {
    const rows = await readRows(ctx, ids.slice(from, from + IDS_A_STATEMENT));
    const { prisma } = ctx.stores.controlPlane;
    const seen = rows.filter(({ query_id }) => !hidden.queries.includes(query_id));
    const labels = await readResolvedLabels(
      prisma,
      ctx.project.id,
      seen.map(({ query_id }) => query_id),
    );
    const grades = await readResolvedGrades(
      prisma,
      ctx.project.id,
      seen.map((row) => row.question_hash).filter((hash) => !hidden.questions.includes(hash)),
    );
    const relevant = Map.groupBy(
      grades.filter(({ grade }) => grade >= DEFAULT_THRESHOLD),
      (row) => row.questionHash,
    );
    for (const row of rows) {
      const chunks = relevant.get(row.question_hash)?.map(({ chunkHash }) => chunkHash) ?? [];
      made.set(row.query_id, questionOf(row, labels.get(row.query_id), chunks));
    }
  }
  const missing = ids.find((id) => !made.has(id));
  if (missing !== undefined) throw notFound(`The query ${missing}`);
  return ids.flatMap((id) => made.get(id) ?? []);
}

function readRows(ctx: Context, ids: readonly string[]): Promise<Row[]> {
  return ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT query_id, question, question_hash, retrieval_query, answer, hit_ids, hit_chunks, expected_answer,
       expected_ids, expected_answerable FROM queries
     PREWHERE project_id = {project:String} AND query_id IN {ids:Array(String)}
       AND bucket IN (SELECT bucket FROM query_ids WHERE project_id = {project:String} AND query_id IN {ids:Array(String)})`,
    { project: ctx.project.id, ids: [...ids] },
  );
}

/** A relevant chunk that the query did not find is known by its hash alone. */
function questionOf(
  row: Row,
  label: ResolvedQuery | undefined,
  relevantChunks: readonly string[],
): NewQuestion {
  const idOf = new Map(row.hit_chunks.map((chunk, i) => [chunk, row.hit_ids[i] || chunk]));
  const graded = relevantChunks.map((chunk) => idOf.get(chunk) ?? chunk);
  const relevantIds = [...new Set(graded.length > 0 ? graded : row.expected_ids)].sort();
  const accepted = label?.verdict === 'correct' ? row.answer : null;
  const idealAnswer =
    [label?.idealAnswer, accepted, row.expected_answer].find((text) => text?.trim()) ?? null;
  return {
    question: row.retrieval_query ?? row.question,
    idealAnswer,
    requiredFacts: [],
    relevantIds,
    answerable: answerable(row, label, relevantIds),
    queryId: row.query_id,
    kind: kindOf(label),
  };
}

function answerable(
  row: Row,
  label: ResolvedQuery | undefined,
  relevantIds: readonly string[],
): boolean | null {
  if (label?.nothingToFind === true) return false;
  return row.expected_answerable ?? (relevantIds.length > 0 ? true : null);
}

function kindOf(label: ResolvedQuery | undefined): string | undefined {
  if (label?.verdict === 'correct') return 'correct';
  return label?.verdict === 'partly' || label?.verdict === 'wrong' ? (label.failure ?? 'unclear') : undefined;
}
