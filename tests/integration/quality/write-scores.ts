import type { Context } from '#lib/platform/context.ts';

/** A score as a test thinks of it; without `hit` it is of the answer. */
export interface TestScore {
  id: string;
  name: string;
  source: 'code' | 'judge' | 'person';
  value?: number;
  label?: string;
  hit?: string;
  /** The scorer's version, and the row's. */
  scorer?: string;
  version?: number;
}

/** Writes scores straight into the query log. */
export async function writeScores(ctx: Context, scores: readonly TestScore[]): Promise<void> {
  await ctx.stores.queryLog.insert(
    'scores',
    scores.map(({ id, name, source, value, label, hit, scorer, version }) => ({
      project_id: ctx.project.id,
      query_id: id,
      hit_id: hit ?? '',
      name,
      source,
      scorer_version: scorer ?? '',
      value: value ?? null,
      label: label ?? '',
      comment: '',
      received_at: 1,
      version: version ?? 1,
    })),
  );
}
