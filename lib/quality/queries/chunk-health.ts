import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import {
  CHUNK_RULES,
  type ChunkHealth,
  type ChunkRule,
  FEWEST_DOMINATED,
  FEWEST_GRADED_QUESTIONS,
  RULE_WORDS,
  type RuleResult,
} from '../chunk-health-schema.ts';
import { alikeChunksOf, type ChunkRow, chunkRowSchema, clustersOf, describedChunks } from './chunk-list.ts';
import { type KnownChunks, knownChunks, ROW_RULES } from './known-chunks.ts';

const EXAMPLES = 3;

const sumsSchema = z.object({
  known: z.number(),
  checked: z.number(),
  retrieved: z.number(),
  rules: z.array(z.tuple([z.number(), z.number()])),
});

/**
 * What is wrong with the known chunks, rule by rule with examples: of the queries of the filter, of all grades that
 * the reader may see, and of the texts. How chunks are cut is known of those that `checkChunks` has seen.
 */
export async function chunkHealth(ctx: Context, filter: Filter): Promise<ChunkHealth> {
  requirePermission(ctx, 'quality:read');
  const known = await knownChunks(ctx, filter);
  const [sums, clusters, examples] = await Promise.all([
    sumsOf(ctx, known),
    clustersOf(ctx, known),
    examplesOf(ctx, known),
  ]);
  const { known: all, checked, retrieved } = sums;
  const alike = await alikeChunksOf(ctx, known, clusters, { limit: EXAMPLES, offset: 0 });
  const results = CHUNK_RULES.map(async (rule): Promise<RuleResult> => {
    const isAlike = rule === 'near_duplicate';
    const [asked, fired] = isAlike ? [checked, alike.total] : (sums.rules[ROWS.indexOf(rule)] ?? [0, 0]);
    const notAsked = whyNotAsked(rule, asked, known.queries);
    const count = notAsked === null ? fired : 0;
    const rows = count === 0 ? [] : (examples.get(rule) ?? []);
    const { name, rule: says, advice } = RULE_WORDS[rule];
    return {
      rule,
      name,
      says,
      advice,
      count,
      of: asked,
      notAsked,
      examples: isAlike ? alike.items : await describedChunks(ctx, known, rule, rows, []),
    };
  });
  return { known: all, checked, retrieved, queries: known.queries, rules: await Promise.all(results) };
}

const ROWS = CHUNK_RULES.filter((rule) => rule !== 'near_duplicate');

/** All rules that a row answers by itself, in one pass: for how many it could be asked, and for how many it fired. */
async function sumsOf(ctx: Context, known: KnownChunks): Promise<z.output<typeof sumsSchema>> {
  const pairs = ROWS.map((rule) => ROW_RULES[rule]).map(
    ({ asked, fires }) => `(countIf(${asked}), countIf(${asked} AND ${fires}))`,
  );
  const [sums] = await ctx.stores.queryLog.rows(
    sumsSchema,
    `${known.with} SELECT countIf(has_text) AS known, countIf(is_checked) AS checked,
       countIf(queries > 0) AS retrieved, [${pairs.join(', ')}] AS rules FROM known`,
    { ...known.params, dominatingFrom: known.dominatingFrom },
  );
  return sums ?? { known: 0, checked: 0, retrieved: 0, rules: [] };
}

/** The first few of each such rule, those that are used most first. */
async function examplesOf(ctx: Context, known: KnownChunks): Promise<Map<string, ChunkRow[]>> {
  const fired = ROWS.map((rule) => {
    const { asked, fires } = ROW_RULES[rule];
    return `if(${asked} AND ${fires}, '${rule}', '')`;
  });
  const rows = await ctx.stores.queryLog.rows(
    chunkRowSchema.extend({ rule: z.string() }),
    `${known.with} SELECT rule, chunk, queries, graded, relevant, words FROM (
       SELECT arrayJoin(arrayFilter(r -> r != '', [${fired.join(', ')}])) AS rule, chunk, queries, graded, relevant, words
       FROM known)
     ORDER BY rule, queries DESC, chunk LIMIT ${EXAMPLES} BY rule`,
    { ...known.params, dominatingFrom: known.dominatingFrom },
  );
  return Map.groupBy(rows, ({ rule }) => rule);
}

function whyNotAsked(rule: ChunkRule, asked: number, queries: number): string | null {
  if (rule === 'never_retrieved' && queries === 0) return 'No query of the range found anything.';
  if (rule === 'dominating' && queries < FEWEST_DOMINATED)
    return `Fewer than ${FEWEST_DOMINATED} queries of the range found something.`;
  if (rule === 'never_relevant' && asked === 0)
    return `No chunk among the hits of the range is graded for ${FEWEST_GRADED_QUESTIONS} questions.`;
  return null;
}
