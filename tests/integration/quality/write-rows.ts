import type { Context } from '#lib/platform/context.ts';

/** A query as a test thinks of it; everything else has a plain default. */
export interface TestQuery {
  id: string;
  at: string;
  origin?: string;
  question?: string;
  /** Chunks in the retriever's order; null: no retrieval. */
  hits?: string[] | null;
  score?: number | null;
  scoreKind?: string;
  error?: 'retrieval' | 'generation' | 'other';
  model?: string;
  retriever?: string;
  indexVersion?: string;
  release?: string;
  session?: string;
  retrievalMs?: number | null;
  totalMs?: number | null;
  costUsd?: number | null;
  expectedIds?: string[];
  answerable?: boolean | null;
  tags?: string[];
}

export interface TestLabel {
  id: string;
  verdict: string;
  failure?: string;
  nothingToFind?: boolean | null;
  pi?: number | null;
  /** Grading protocol. */
  grading?: string;
  labelCount?: number;
  votes?: Record<string, number>;
  firstVote?: string;
  secondRate?: number | null;
}

const hourOf = (at: string) => Math.floor(Date.parse(at) / 3_600_000) * 3600;

/** Writes queries straight into the query log. A question is its own hash, a chunk its own id. */
export async function writeQueries(ctx: Context, queries: readonly TestQuery[]): Promise<void> {
  await ctx.stores.queryLog.insert(
    'queries',
    queries.map((query) => {
      const hits = query.hits === undefined ? ['a', 'b'] : query.hits;
      return {
        project_id: ctx.project.id,
        bucket: hourOf(query.at),
        query_id: query.id,
        version: 1,
        content_hash: query.id,
        started_at: Date.parse(query.at),
        received_at: Date.parse(query.at),
        origin: query.origin ?? 'live',
        question: query.question ?? query.id,
        question_hash: query.question ?? query.id,
        messages: '[]',
        answer: 'an answer',
        error_stage: query.error ?? '',
        retrieved: hits !== null,
        hit_count: hits?.length ?? 0,
        zero_hit: hits !== null && hits.length === 0 && query.error !== 'retrieval',
        top_score: query.score ?? null,
        score_kind: query.scoreKind ?? 'similarity',
        hit_ids: hits ?? [],
        hit_chunks: hits ?? [],
        hit_scores: (hits ?? []).map(() => query.score ?? null),
        hit_titles: (hits ?? []).map(() => ''),
        hit_sources: (hits ?? []).map(() => ''),
        hit_metadata: (hits ?? []).map(() => '{}'),
        hit_cited: (hits ?? []).map(() => 0),
        model: query.model ?? 'm',
        retriever: query.retriever ?? 'r',
        index_version: query.indexVersion ?? 'v1',
        release: query.release ?? '',
        session_id: query.session ?? '',
        retrieval_ms: query.retrievalMs ?? null,
        total_ms: query.totalMs ?? null,
        cost_usd: query.costUsd ?? null,
        expected_ids: query.expectedIds ?? [],
        expected_answerable: query.answerable ?? null,
        tags: query.tags ?? [],
        u: 0.5,
        v: 0.5,
        o: 0.5,
      };
    }),
  );
}

/** Mirrors resolved labels; the queries must be known, since a label carries its query's bucket. */
export async function writeLabels(
  ctx: Context,
  queries: readonly TestQuery[],
  labels: readonly TestLabel[],
): Promise<void> {
  const buckets = new Map(queries.map(({ id, at }) => [id, hourOf(at)]));
  await ctx.stores.queryLog.insert(
    'query_labels',
    labels.map((label) => ({
      project_id: ctx.project.id,
      query_id: label.id,
      bucket: buckets.get(label.id),
      verdict: label.verdict,
      failure: label.failure ?? '',
      nothing_to_find: label.nothingToFind ?? null,
      label_count: label.labelCount ?? 1,
      votes: label.votes ?? {},
      first_vote: label.firstVote ?? '',
      second_rate: label.secondRate ?? null,
      grading: label.grading ?? 'all_top_k',
      pi: label.pi ?? null,
      version: 1,
      deleted: 0,
    })),
  );
}

/** Grades by question and chunk. */
export async function writeGrades(
  ctx: Context,
  grades: Readonly<Record<string, Readonly<Record<string, number>>>>,
): Promise<void> {
  await ctx.stores.queryLog.insert(
    'judgements',
    Object.entries(grades).flatMap(([question, chunks]) =>
      Object.entries(chunks).map(([chunk, grade]) => ({
        project_id: ctx.project.id,
        question_hash: question,
        chunk_hash: chunk,
        grade,
        version: 1,
        deleted: 0,
      })),
    ),
  );
}

export async function writeFeedback(
  ctx: Context,
  given: readonly { id: string; user: string; score: 1 | -1 }[],
): Promise<void> {
  await ctx.stores.queryLog.insert(
    'feedback',
    given.map(({ id, user, score }) => ({
      project_id: ctx.project.id,
      query_id: id,
      user_id: user,
      score,
      comment: '',
      version: 1,
    })),
  );
}
