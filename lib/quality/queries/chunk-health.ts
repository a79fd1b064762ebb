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
import { alikeChunks } from './alike-chunks.ts';
import { type ChunkOfRule, describedChunks, listedClusters } from './chunk-list.ts';
import { CHUNK_ORDER, CHUNK_ROW, chunkRowSchema, knownChunks, ROW_RULES } from './known-chunks.ts';

const EXAMPLES = 3;

const sumsSchema = z.object({
  all: z.number(),
  checked: z.number(),
  retrieved: z.number(),
  found_queries: z.number(),
  rules: z.array(z.tuple([z.number(), z.number(), z.array(chunkRowSchema)])),
  alike: z.array(chunkRowSchema),
});
type Sums = z.output<typeof sumsSchema>;

/**
 * What is wrong with the known chunks, rule by rule with examples: of the queries of the filter, of all grades that
 * the reader may see, and of the texts. How chunks are cut is known of those that `checkChunks` has seen.
 */
export async function chunkHealth(ctx: Context, filter: Filter): Promise<ChunkHealth> {
  requirePermission(ctx, 'quality:read');
  const clusters = await alikeChunks(ctx);
  const sums = await sumsOf(ctx, filter, clusters.flat());
  const queries = sums.found_queries;
  const alike = listedClusters(clusters, sums.alike);
  const outcomes = CHUNK_RULES.map((rule) => {
    const isAlike = rule === 'near_duplicate';
    const [asked, fired, examples] = isAlike
      ? ([sums.checked, alike.length, alike.slice(0, EXAMPLES)] as const)
      : (sums.rules[ROWS.indexOf(rule)] ?? ([0, 0, []] as const));
    const notAsked = whyNotAsked(rule, asked, queries);
    return notAsked === null
      ? { rule, of: asked, notAsked, count: fired, examples }
      : { rule, of: asked, notAsked, count: 0, examples: [] };
  });
  const shown = outcomes.flatMap(({ rule, examples }) =>
    examples.map((row): ChunkOfRule => ({ ...row, rule })),
  );
  const described = Map.groupBy(
    await describedChunks(ctx, shown, { queries, clusters }),
    (_, i) => shown[i]?.rule,
  );
  const rules = outcomes.map(({ rule, ...outcome }): RuleResult => {
    const { name, rule: says, advice } = RULE_WORDS[rule];
    return { ...outcome, rule, name, says, advice, examples: described.get(rule) ?? [] };
  });
  return { known: sums.all, checked: sums.checked, retrieved: sums.retrieved, queries, rules };
}

const ROWS = CHUNK_RULES.filter((rule) => rule !== 'near_duplicate');

/** In one pass: of each rule that a row answers by itself for how many it could be asked, for how many it fired, and examples. */
async function sumsOf(ctx: Context, filter: Filter, alike: readonly string[]): Promise<Sums> {
  const known = await knownChunks(ctx, filter);
  const rules = ROWS.map((rule) => ROW_RULES[rule]).map(
    ({ asked, fires }) => `(countIf(${asked}), countIf(${asked} AND ${fires}),
      arrayMap(one -> one.2, groupArraySortedIf(${EXAMPLES})((${CHUNK_ORDER}, ${CHUNK_ROW}), ${asked} AND ${fires})))`,
  );
  const [sums] = await ctx.stores.queryLog.rows(
    sumsSchema,
    `${known.with} SELECT countIf(has_text) AS all, countIf(is_checked) AS checked,
       countIf(queries > 0) AS retrieved, max(found) AS found_queries, [${rules.join(', ')}] AS rules,
       groupArrayIf(${CHUNK_ROW}, chunk IN {alike:Array(String)}) AS alike
     FROM known`,
    { ...known.params, alike },
  );
  return sums ?? { all: 0, checked: 0, retrieved: 0, found_queries: 0, rules: [], alike: [] };
}

function whyNotAsked(rule: ChunkRule, asked: number, queries: number): string | null {
  if (rule === 'never_retrieved' && queries === 0) return 'No query of the range found anything.';
  if (rule === 'dominating' && queries < FEWEST_DOMINATED)
    return `Fewer than ${FEWEST_DOMINATED} queries of the range found something.`;
  if (rule === 'never_relevant' && asked === 0)
    return `No chunk among the hits of the range is graded for ${FEWEST_GRADED_QUESTIONS} questions.`;
  return null;
}
