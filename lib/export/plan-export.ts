import { goldenQuestions } from '../golden-sets/queries/golden-questions.ts';
import { mirrorLabels } from '../labelling/mirror-labels.ts';
import type { Context } from '../platform/context.ts';
import { hiddenLabels } from '../query-log/queries/hidden-labels.ts';
import { countQueries } from '../query-log/queries/list-queries.ts';
import { type AssignedSide, assignSides } from './assign-sides.ts';
import { hasSplits } from './encoders/registry.ts';
import { goldenRefusals } from './golden-refusals.ts';
import { type Candidate, type CandidateKey, readCandidates } from './queries/candidates.ts';
import type { Recipe } from './schema.ts';

/** What is known before the queries themselves are read; lists go by the place of the candidate. */
export interface ExportPlan {
  recipe: Recipe;
  /** Queries that match the filter, labelled or not. */
  matching: number;
  candidates: readonly CandidateKey[];
  /** Golden questions that a candidate equals, or nearly. */
  refused: ReadonlyMap<number, string>;
  /** Absent for those that are refused, and in formats to read. */
  sides: ReadonlyMap<number, AssignedSide>;
  /** What the one who asks must still judge unseen. */
  hidden: { queries: ReadonlySet<string>; questions: ReadonlySet<string> };
}

/**
 * Finds what may be exported and on which side of the split it is. `store` keeps the sides for all exports to come;
 * without it nothing is written.
 */
export async function planExport(
  ctx: Context,
  recipe: Recipe,
  { personId, store }: { personId: string | undefined; store: boolean },
): Promise<ExportPlan> {
  // The filter looks at the mirror of the labels: what was submitted a moment ago must be in it.
  await mirrorLabels(ctx.stores, ctx.project.id);
  const hidden = await hiddenLabels(ctx, personId);
  const matching = await countQueries(ctx, recipe.filter, personId);
  const candidates = await readCandidates(ctx, recipe.filter, personId);
  const refused = await goldenRefusals(candidates, await goldenQuestions(ctx));
  const sides: ExportPlan['sides'] = hasSplits(recipe.format)
    ? await sidesOf(ctx, { candidates, refused, recipe, store })
    : new Map();
  return {
    recipe,
    matching,
    // Their questions have done their work, and there may be very many.
    candidates: candidates.map(({ queryId, bucketSeconds }) => ({ queryId, bucketSeconds })),
    refused,
    sides,
    hidden: { queries: new Set(hidden.queries), questions: new Set(hidden.questions) },
  };
}

async function sidesOf(
  ctx: Context,
  plan: Pick<ExportPlan, 'refused' | 'recipe'> & { candidates: readonly Candidate[]; store: boolean },
): Promise<Map<number, AssignedSide>> {
  const { shares, seed } = plan.recipe;
  const places = [...plan.candidates.keys()].filter((place) => !plan.refused.has(place));
  const assigned = await assignSides(
    ctx,
    places.flatMap((place) => plan.candidates[place] ?? []),
    { shares, seed, store: plan.store },
  );
  return new Map(assigned.map((side, i) => [places[i] ?? 0, side]));
}
