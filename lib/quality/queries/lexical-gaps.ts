import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { type FilterSql, searchWords } from '../../query-log/filter-sql.ts';
import { keysOf, RETRIEVAL_RAN } from '../../query-log/labelled-queries.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { type LexicalGap, lexicalGap, rareUpTo, searchTerms } from '../lexical-gap.ts';
import { gapParamsSchema, type LexicalGaps } from '../retrieval-report-schema.ts';

const MOST_QUESTIONS = 500;
const MOST_TERMS = 5000;
const TEXT_LENGTH = 400;

/** So many of the latest queries are searched for different questions before more are. */
const FIRST_QUERIES = 10_000;
const QUERIES_AT_MOST = 1_000_000;

const latestSchema = z.object({ hashes: z.array(z.string()), questions: z.number(), queries: z.number() });
const questionSchema = z.object({
  question_hash: z.string(),
  question: z.string(),
  asked: z.number(),
  hits: z.array(z.string()),
  last_id: z.string(),
});

/**
 * Questions whose rare terms stand, word for word, in known chunks that were not retrieved, while no hit holds them.
 * Looks at the latest 500 different questions of the slice. Those with the most such terms in one chunk come first.
 */
export async function lexicalGaps(
  ctx: Context,
  filter: Filter,
  input: z.input<typeof gapParamsSchema> = {},
): Promise<LexicalGaps> {
  requirePermission(ctx, 'quality:read');
  const { limit } = gapParamsSchema.parse(input);
  const condition = await filterCondition(ctx, filter);
  const [{ hashes, isAll }, known] = await Promise.all([latestHashes(ctx, condition), countChunks(ctx)]);
  const questions = await askedQuestions(ctx, condition, hashes);
  const most = rareUpTo(known);
  const asked = questions.map((row) => ({ ...row, terms: searchTerms(searchWords(row.question)) }));
  const holders = await holdersOf(ctx, [...new Set(asked.flatMap(({ terms }) => terms))], most);
  const gaps = asked
    .flatMap((row) => {
      const gap = lexicalGap(row.terms, new Set(row.hits), holders);
      return gap === null ? [] : [{ row, gap }];
    })
    .sort((a, b) => b.gap.held.length - a.gap.held.length || b.row.asked - a.row.asked);
  const shown = gaps.slice(0, limit);
  const chunks = await describedChunks(
    ctx,
    shown.map(({ gap }) => gap.chunk),
  );
  return {
    known,
    rareUpTo: most,
    lookedAt: questions.length,
    isAll,
    items: shown.map(({ row, gap }) => ({
      question: row.question,
      questionHash: row.question_hash,
      asked: row.asked,
      hits: row.hits.length,
      lastId: row.last_id,
      terms: gap.terms.map((term) => ({ term, chunks: holders.get(term)?.length ?? 0 })),
      chunk: chunkOf(gap, chunks),
    })),
    total: gaps.length,
  };
}

interface Latest {
  hashes: string[];
  /** No other question is asked in the slice. */
  isAll: boolean;
}

/** The latest different questions. Looks at ever more of the latest queries, so that a long log is not read for them. */
async function latestHashes(ctx: Context, { where, params }: FilterSql): Promise<Latest> {
  for (let most = FIRST_QUERIES; ; most *= 10) {
    const [row] = await ctx.stores.queryLog.rows(
      latestSchema,
      `SELECT groupArray(question_hash) AS hashes, max(of) AS questions, max(read) AS queries FROM (
         SELECT question_hash, count() OVER () AS of, sum(count()) OVER () AS read FROM (
           SELECT q.question_hash AS question_hash, q.started_at AS at FROM queries AS q
           WHERE ${where} AND ${RETRIEVAL_RAN} ORDER BY q.bucket DESC, q.started_at DESC LIMIT {most:UInt32})
         GROUP BY question_hash ORDER BY max(at) DESC, question_hash LIMIT ${MOST_QUESTIONS})`,
      { ...params, most },
    );
    const { hashes = [], questions = 0, queries = 0 } = row ?? {};
    const isRead = queries < most;
    if (isRead || questions >= MOST_QUESTIONS || most >= QUERIES_AT_MOST)
      return { hashes, isAll: isRead && questions <= MOST_QUESTIONS };
  }
}

/** Each with everything that any query which asked it has found, the one that was asked last first. */
async function askedQuestions(
  ctx: Context,
  { where, params }: FilterSql,
  hashes: readonly string[],
): Promise<z.output<typeof questionSchema>[]> {
  return ctx.stores.queryLog.rows(
    questionSchema,
    `SELECT q.question_hash AS question_hash, argMax(coalesce(q.retrieval_query, q.question), q.started_at) AS question,
       count() AS asked, groupUniqArrayArray(q.hit_chunks) AS hits, argMax(q.query_id, q.started_at) AS last_id
     FROM queries AS q
     PREWHERE (q.bucket, q.query_id) IN (${keysOf(`${where} AND ${RETRIEVAL_RAN} AND q.question_hash IN {hashes:Array(String)}`)})
     WHERE q.project_id = {project:String}
     GROUP BY question_hash ORDER BY max(q.started_at) DESC, question_hash`,
    { ...params, hashes },
  );
}

async function countChunks(ctx: Context): Promise<number> {
  const [row] = await ctx.stores.queryLog.rows(
    z.object({ known: z.number() }),
    'SELECT count() AS known FROM chunks WHERE project_id = {project:String}',
    { project: ctx.project.id },
  );
  return row?.known ?? 0;
}

/** For each term that stands in at most `most` chunks, these chunks. One pass over all texts. */
async function holdersOf(
  ctx: Context,
  terms: readonly string[],
  most: number,
): Promise<Map<string, string[]>> {
  if (terms.length === 0) return new Map();
  const rows = await ctx.stores.queryLog.rows(
    z.object({ term: z.string(), chunks: z.array(z.string()) }),
    `SELECT arrayJoin(arrayDistinct(arrayIntersect(tokens(lowerUTF8(text), 'splitByNonAlpha'), {terms:Array(String)}))) AS term,
       groupArray({most:UInt32} + 1)(chunk_hash) AS chunks
     FROM chunks WHERE project_id = {project:String}
     GROUP BY term HAVING length(chunks) <= {most:UInt32}`,
    { project: ctx.project.id, terms: terms.slice(0, MOST_TERMS), most },
  );
  return new Map(rows.map(({ term, chunks }) => [term, chunks]));
}

const describedSchema = z.object({
  chunk: z.string(),
  text: z.string(),
  id: z.string(),
  title: z.string(),
  source: z.string(),
});
type Described = z.output<typeof describedSchema>;

async function describedChunks(ctx: Context, chunks: readonly string[]): Promise<Map<string, Described>> {
  if (chunks.length === 0) return new Map();
  const rows = await ctx.stores.queryLog.rows(
    describedSchema,
    `SELECT t.chunk_hash AS chunk, substringUTF8(t.text, 1, ${TEXT_LENGTH} + 1) AS text, coalesce(c.id, '') AS id,
       coalesce(c.title, '') AS title, coalesce(c.source, '') AS source
     FROM (SELECT chunk_hash, text FROM chunks
       WHERE project_id = {project:String} AND chunk_hash IN {chunks:Array(String)}) AS t
     LEFT JOIN (SELECT chunk_hash, argMax(chunk_id, version) AS id, argMax(corpus.title, version) AS title,
         argMax(corpus.source, version) AS source
       FROM corpus WHERE project_id = {project:String} AND chunk_hash IN {chunks:Array(String)} GROUP BY chunk_hash) AS c
       ON c.chunk_hash = t.chunk_hash`,
    { project: ctx.project.id, chunks: [...new Set(chunks)] },
  );
  return new Map(rows.map((row) => [row.chunk, row]));
}

function chunkOf(
  gap: LexicalGap,
  known: ReadonlyMap<string, Described>,
): LexicalGaps['items'][number]['chunk'] {
  const { text = '', id = '', title = '', source = '' } = known.get(gap.chunk) ?? {};
  return { chunk: gap.chunk, id, title, source, text: beginningOf(text), terms: gap.held };
}

/** Ends behind a whole word, with the sign of the cut. */
function beginningOf(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= TEXT_LENGTH) return text;
  const cut = characters.slice(0, TEXT_LENGTH).join('');
  return `${cut.replace(/\s+\S{0,30}$/u, '')}…`;
}
