import { describe, expect, it } from 'vitest';
import { alphaInterval } from '#lib/statistics/alpha-interval.ts';
import { krippendorffAlpha } from '#lib/statistics/krippendorff-alpha.ts';
import type { RatedUnit } from '#lib/statistics/rated-unit.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { testSize } from '../../support/test-size.ts';
import { mean, printTable } from './simulation-table.ts';

const WORLDS = testSize('alphaWorlds');
const ACCURACY = 0.9;

describe(`interval of alpha, ${WORLDS} samples a cell`, () => {
  const cells = [0.1, 0.3].flatMap((failureRate) => {
    const truth = krippendorffAlpha(drawUnits(seededRandom(1), 200_000, failureRate), 'nominal');
    return [30, 100, 200].map((n) => simulateCell(failureRate, n, truth ?? Number.NaN));
  });
  printTable('coverage of the 95 % interval of alpha, two reviewers right nine times in ten', cells);

  it.each(cells.filter(({ n }) => n >= 100))(
    'covers about 95 % from 100 items on: $failureRate, $n',
    (cell) => {
      expect(Number(cell.coverage)).toBeGreaterThan(0.91);
    },
  );

  it.each(cells.filter(({ n }) => n < 100))(
    'covers over 80 % at 30, where it is grey: $failureRate',
    (cell) => {
      expect(Number(cell.coverage)).toBeGreaterThan(0.8);
    },
  );
});

function simulateCell(failureRate: number, n: number, truth: number) {
  const random = seededRandom(n);
  const intervals = Array.from({ length: WORLDS }, (_, seed) =>
    alphaInterval(drawUnits(random, n, failureRate), 'nominal', { resamples: 500, seed }),
  ).filter((interval) => interval !== null);
  const covered = intervals.filter(({ lower, upper }) => lower <= truth && truth <= upper).length;
  return {
    failureRate,
    n,
    alpha: truth.toFixed(3),
    coverage: (covered / intervals.length).toFixed(3),
    width: mean(intervals.map(({ lower, upper }) => upper - lower)).toFixed(2),
  };
}

/** Did the answer fail? Two reviewers look at each. */
function drawUnits(random: () => number, n: number, failureRate: number): RatedUnit<string>[] {
  return Array.from({ length: n }, (_, index) => {
    const failed = random() < failureRate;
    const rating = () => (random() < ACCURACY === failed ? 'failed' : 'correct');
    return {
      item: `q${index}`,
      ratings: new Map([
        ['a', rating()],
        ['b', rating()],
      ]),
    };
  });
}
