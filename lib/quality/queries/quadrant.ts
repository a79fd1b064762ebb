import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { CELLS, type Filter } from '../../query-log/filter.ts';
import { DEFAULT_K } from '../../query-log/filter-sql.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { labelRate, sampleOf } from '../label-sample.ts';
import type { Quadrant } from '../schema.ts';
import { type StateCount, stateCounts } from './state-counts.ts';

const PAIRS = [
  { retrieval: 'good', answer: 'good' },
  { retrieval: 'good', answer: 'bad' },
  { retrieval: 'bad', answer: 'good' },
  { retrieval: 'bad', answer: 'bad' },
] as const;

/** Retrieval against answer: known pairs in four cells, every other count beside them. */
export async function quadrant(ctx: Context, filter: Filter): Promise<Quadrant> {
  requirePermission(ctx, 'quality:read');
  return quadrantOf(await stateCounts(ctx, await filterCondition(ctx, filter)), filter.k ?? DEFAULT_K);
}

/** The quadrant of queries that are counted already. */
export function quadrantOf(counts: readonly StateCount[], k: number): Quadrant {
  const sum = (holds: (count: StateCount) => boolean) =>
    counts.reduce((total, count) => total + (holds(count) ? count.n : 0), 0);
  const isIn = (cell: string) => (count: StateCount) => `${count.retrieval}-${count.answer}` === cell;
  const inside = new Set(PAIRS.map(({ retrieval, answer }) => `${retrieval}-${answer}`));
  const pairs = counts
    .map(({ retrieval, answer, n, ...rest }) => ({ ...rest, cell: `${retrieval}-${answer}`, count: n }))
    .filter(({ cell }) => inside.has(cell));
  const sample = sampleOf(pairs);
  const cells = PAIRS.map(({ retrieval, answer }) => {
    const cell = `${retrieval}-${answer}` as const;
    const { value, lower, upper, nEff, display } = labelRate(pairs, (pair) => pair.cell === cell, sample);
    const zeroHit = retrieval === 'bad' ? sum((count) => count.zeroHit && isIn(cell)(count)) : 0;
    return {
      cell,
      retrieval,
      answer,
      n: sum(isIn(cell)),
      zeroHit,
      share: { value, lower, upper, nEff, display },
    };
  });
  return {
    k,
    total: sum(() => true),
    n: cells.reduce((total, { n }) => total + n, 0),
    randomN: pairs.reduce((total, { pi, count }) => total + (pi === null ? 0 : count), 0),
    cells,
    others: CELLS.filter((cell) => !inside.has(cell)).map((cell) => ({ cell, n: sum(isIn(cell)) })),
    sample,
  };
}
