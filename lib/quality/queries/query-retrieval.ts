import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { SEEN_GRADES } from '../../query-log/labelled-queries.ts';
import { blindQueries } from '../../query-log/queries/blind-queries.ts';
import { hiddenLabels } from '../../query-log/queries/hidden-labels.ts';
import { readQuery } from '../../query-log/queries/read-query.ts';
import type { QueryDetail } from '../../query-log/schema.ts';
import { DEFAULT_THRESHOLD, type Grade, type GradedRanking } from '../../retrieval-metrics/graded-ranking.ts';
import { evaluate } from '../../retrieval-metrics/known-value.ts';
import { rankBiasedResidualAtK } from '../../retrieval-metrics/rank-biased-precision-at-k.ts';
import { rankingMetrics } from '../../retrieval-metrics/registry.ts';
import { diversifiedCandidates } from '../diversified-candidates.ts';
import { hitDiversity } from '../hit-diversity.ts';
import { type QueryRetrieval, queryRetrievalParamsSchema } from '../retrieval-detail-schema.ts';

/**
 * The retrieval of one query: every metric, how much its hits repeat each other, what maximal marginal relevance would
 * have made of its candidates, and what ranking lost of them. Throws `not_found`.
 */
export async function queryRetrieval(
  ctx: Context,
  input: { id: string } & z.input<typeof queryRetrievalParamsSchema>,
): Promise<QueryRetrieval> {
  requirePermission(ctx, 'quality:read');
  const { id, ...params } = input;
  return retrievalOfQuery(ctx, await readQuery(ctx, id), params);
}

/** The same of a query that is read already. */
export async function retrievalOfQuery(
  ctx: Context,
  query: QueryDetail,
  params: z.input<typeof queryRetrievalParamsSchema>,
): Promise<QueryRetrieval> {
  requirePermission(ctx, 'quality:read');
  const { k, lambda } = queryRetrievalParamsSchema.parse(params);
  const judged = [
    { source: 'people' as const, ...byPeople(query, await gradesOf(ctx, query)) },
    ...(query.expected.relevantIds.length === 0
      ? []
      : [{ source: 'expected' as const, ...asExpected(query) }]),
  ];
  const ran = query.retrieved && query.error?.stage !== 'retrieval';
  return {
    k,
    lambda,
    metrics: ran ? judged.flatMap(({ source, ranking }) => metricsOf(source, ranking, k)) : [],
    rbpResidual: query.hits.length === 0 ? null : rankBiasedResidualAtK(judged[0]?.ranking ?? NOTHING, { k }),
    hits: hitDiversity(query.hits.slice(0, k).map(({ text }) => text)),
    mmr:
      query.candidates.length === 0
        ? null
        : diversified(query, judged[0]?.gradeOf ?? NO_GRADE, { k, lambda }),
    recall:
      ran && query.candidates.length > 0
        ? judged.flatMap((judgements) => recallOf(query, judgements, k))
        : [],
  };
}

const NOTHING: GradedRanking = { grades: [], outside: [] };
const NO_GRADE = () => null;
type Piece = Pick<QueryDetail['candidates'][number], 'id' | 'chunk'>;

interface Judgements {
  ranking: GradedRanking;
  gradeOf: (piece: Piece) => Grade | null;
  /** Number of everything judged relevant. */
  relevant: number;
}

/** Grades that belong to the query's question, as far as the reader may see them. */
async function gradesOf(ctx: Context, query: QueryDetail): Promise<Map<string, Grade>> {
  const [blind, hidden] = await Promise.all([blindQueries(ctx, [query.id]), hiddenLabels(ctx)]);
  if (blind.has(query.id)) return new Map();
  const rows = await ctx.stores.queryLog.rows(
    z.object({
      chunk_hash: z.string(),
      grade: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
    }),
    `SELECT chunk_hash, grade FROM judgements WHERE ${SEEN_GRADES} AND question_hash = {question:String}`,
    { project: ctx.project.id, hiddenQuestions: [...hidden.questions], question: query.questionHash },
  );
  return new Map(rows.map((row) => [row.chunk_hash, row.grade]));
}

function byPeople(query: QueryDetail, grades: ReadonlyMap<string, Grade>): Judgements {
  const gradeOf = ({ chunk }: Piece) => grades.get(chunk) ?? null;
  const listed = new Set(query.hits.map(({ chunk }) => chunk));
  const outside = [...grades].filter(([chunk]) => !listed.has(chunk)).map(([, grade]) => grade);
  return {
    ranking: { grades: query.hits.map(gradeOf), outside },
    gradeOf,
    relevant: [...grades.values()].filter((grade) => grade >= DEFAULT_THRESHOLD).length,
  };
}

function asExpected(query: QueryDetail): Judgements {
  const expected = new Set(query.expected.relevantIds);
  const listed = new Set(query.hits.map(({ id }) => id));
  const gradeOf = ({ id }: Piece): Grade => (expected.has(id) ? 3 : 0);
  const outside = [...expected].filter((id) => !listed.has(id)).map(() => 3 as const);
  return {
    ranking: { grades: query.hits.map(gradeOf), outside, isComplete: true },
    gradeOf,
    relevant: expected.size,
  };
}

function metricsOf(
  source: 'people' | 'expected',
  ranking: GradedRanking,
  k: number,
): QueryRetrieval['metrics'] {
  return Object.values(rankingMetrics).map((metric) => {
    const value = evaluate(metric, ranking, { k });
    const ends = value.measurable ? value : { lower: null, upper: null, known: false };
    return {
      metric: metric.id,
      name: metric.name,
      source,
      lower: ends.lower,
      upper: ends.upper,
      known: ends.known,
    };
  });
}

function diversified(
  query: QueryDetail,
  gradeOf: Judgements['gradeOf'],
  options: { k: number; lambda: number },
): QueryRetrieval['mmr'] {
  const places = diversifiedCandidates(query.retrievalQuery ?? query.question, query.candidates, options);
  const ranks = new Map(query.hits.slice(0, options.k).map(({ chunk, rank }) => [chunk, rank]));
  const chosen = places.flatMap((place) => query.candidates[place] ?? []);
  return {
    items: chosen.map((candidate) => ({
      candidate: candidate.rank,
      chunk: candidate.chunk,
      id: candidate.id,
      title: candidate.title,
      grade: gradeOf(candidate),
      hitRank: ranks.get(candidate.chunk) ?? null,
    })),
    diversity: hitDiversity(chosen.map(({ text }) => text)),
  };
}

/** A hit that is not among the candidates was returned all the same. */
function recallOf(
  query: QueryDetail,
  { source, gradeOf, relevant }: Judgements & { source: 'people' | 'expected' },
  k: number,
): QueryRetrieval['recall'] {
  if (relevant === 0) return [];
  const key = source === 'people' ? ({ chunk }: Piece) => chunk : ({ id }: Piece) => id;
  const recall = (pieces: readonly Piece[]) =>
    new Set(pieces.filter((piece) => (gradeOf(piece) ?? 0) >= DEFAULT_THRESHOLD).map(key)).size / relevant;
  const candidates = recall([...query.candidates, ...query.hits]);
  const hitsAtK = recall(query.hits.slice(0, k));
  return [
    {
      source,
      relevant,
      candidates,
      candidatesAtK: recall(query.candidates.slice(0, k)),
      hitsAtK,
      lostByRanking: candidates - hitsAtK,
    },
  ];
}
