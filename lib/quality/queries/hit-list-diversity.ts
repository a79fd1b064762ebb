import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { DEFAULT_K } from '../../query-log/filter-sql.ts';
import { keysOf } from '../../query-log/labelled-queries.ts';
import { chunkTexts } from '../../query-log/queries/chunk-texts.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { documentFrequencies } from '../../text/tf-idf.ts';
import { contentWordsOf } from '../../text/words.ts';
import { hitDiversity } from '../hit-diversity.ts';
import type { HitListDiversity } from '../retrieval-report-schema.ts';

const SAMPLE = 200;
const TEXTS_A_STATEMENT = 1000;

/**
 * Duplicate and near-duplicate share and mean similarity of the first k hits, over at most 200 queries of the slice,
 * those with the smallest of their permanent random numbers. Words are weighed over all sampled chunks.
 */
export async function hitListDiversity(ctx: Context, filter: Filter): Promise<HitListDiversity> {
  requirePermission(ctx, 'quality:read');
  const condition = await filterCondition(ctx, filter);
  const where = `${condition.where} AND q.retrieved AND q.hit_count > 1`;
  const [[count], lists] = await Promise.all([
    ctx.stores.queryLog.rows(
      z.object({ queries: z.number() }),
      `SELECT count() AS queries FROM queries AS q WHERE ${where}`,
      condition.params,
    ),
    ctx.stores.queryLog.rows(
      z.object({ chunks: z.array(z.string()) }),
      `SELECT arraySlice(q.hit_chunks, 1, {k:UInt8}) AS chunks FROM queries AS q
       PREWHERE (q.bucket, q.query_id) IN (${keysOf(where)} ORDER BY q.u, q.query_id LIMIT ${SAMPLE})
       WHERE q.project_id = {project:String} ORDER BY q.u, q.query_id`,
      condition.params,
    ),
  ]);
  const texts = await textsOf(ctx, [...new Set(lists.flatMap(({ chunks }) => chunks))]);
  const corpus = documentFrequencies([...texts.values()].map(contentWordsOf));
  const looks = lists.map(({ chunks }) =>
    hitDiversity(
      chunks.map((chunk) => texts.get(chunk) ?? null),
      corpus,
    ),
  );
  const sum = (of: 'compared' | 'duplicates' | 'nearDuplicates') =>
    looks.reduce((total, look) => total + look[of], 0);
  const similarities = looks.flatMap(({ meanSimilarity }) =>
    meanSimilarity === null ? [] : [meanSimilarity],
  );
  const compared = sum('compared');
  return {
    k: filter.k ?? DEFAULT_K,
    queries: count?.queries ?? 0,
    sampled: lists.length,
    compared,
    duplicateShare: compared === 0 ? null : sum('duplicates') / compared,
    nearDuplicateShare: compared === 0 ? null : sum('nearDuplicates') / compared,
    meanSimilarity:
      similarities.length === 0
        ? null
        : similarities.reduce((total, one) => total + one, 0) / similarities.length,
  };
}

async function textsOf(ctx: Context, chunks: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (let from = 0; from < chunks.length; from += TEXTS_A_STATEMENT)
    for (const [chunk, text] of await chunkTexts(ctx, chunks.slice(from, from + TEXTS_A_STATEMENT)))
      texts.set(chunk, text);
  return texts;
}
