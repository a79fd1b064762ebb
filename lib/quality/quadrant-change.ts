import { rateDifference, type SampledRate } from '../statistics/rate-difference.ts';
import type { Quadrant, QuadrantChange } from './schema.ts';

/** How the shares of the cells moved between two quadrants; a cell without a share on either side is left out. */
export function quadrantChange(
  now: Quadrant,
  before: Quadrant,
  range: QuadrantChange['range'],
): QuadrantChange {
  return {
    range,
    n: before.n,
    cells: now.cells.flatMap(({ cell, share }) => {
      const earlier = before.cells.find((other) => other.cell === cell);
      const [current, previous] = [sampled(share), earlier === undefined ? null : sampled(earlier.share)];
      if (earlier === undefined || current === null || previous === null) return [];
      const { value, lower, upper, different } = rateDifference(current, previous);
      return [{ cell, n: earlier.n, before: previous.value, difference: value, lower, upper, different }];
    }),
  };
}

function sampled({
  value,
  lower,
  upper,
  nEff,
  display,
}: Quadrant['cells'][number]['share']): SampledRate | null {
  return value === null || display === 'counts' ? null : { value, lower, upper, nEff };
}
