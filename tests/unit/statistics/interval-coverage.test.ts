import { describe, expect, it } from 'vitest';
import { hajekRate } from '#lib/statistics/hajek-rate.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { wilsonInterval } from '#lib/statistics/wilson-interval.ts';
import { testSize } from '../../support/test-size.ts';
import { DESIGNS, type SampleDesign } from './simulated-sample.ts';
import { mean, printTable } from './simulation-table.ts';

const WORLDS = testSize('coverageWorlds');
const SIZES = [10, 30, 100, 300];
const RATES = [0.02, 0.1, 0.5];

interface Cell {
  readonly design: string;
  readonly rate: number;
  readonly n: number;
  readonly coverage: number;
  readonly width: number;
  /** Of Wilson's interval at n, as if every label were worth one. */
  readonly plainCoverage: number;
}

describe(`95 % interval of a rate, ${WORLDS} samples a cell`, () => {
  const cells = DESIGNS.flatMap((design) =>
    RATES.flatMap((rate) => SIZES.map((n) => simulateCell(design, rate, n))),
  );
  printCells(cells);
  const large = cells.filter(({ n }) => n >= 30);

  it('covers 94 to 96 % on average from 30 labels on', () => {
    const average = mean(large.map(({ coverage }) => coverage));
    expect(average).toBeGreaterThanOrEqual(0.94);
    expect(average).toBeLessThanOrEqual(0.96);
  });

  it('covers 92 % in every cell from 30 labels on', () => {
    // Few samples a cell leave a cell of 92.4 % some way below by chance: two and a half standard errors.
    const slack = WORLDS < 2000 ? 2.5 * Math.sqrt((0.92 * 0.08) / WORLDS) : 0;
    expect(large.filter(({ coverage }) => coverage < 0.92 - slack)).toEqual([]);
  });

  it('would not without the effective size', () => {
    expect(Math.min(...large.map(({ plainCoverage }) => plainCoverage))).toBeLessThan(0.8);
  });
});

function simulateCell(design: SampleDesign, rate: number, n: number): Cell {
  const random = seededRandom(1000 * n + Math.round(100 * rate));
  let covered = 0;
  let plainlyCovered = 0;
  let width = 0;
  for (let world = 0; world < WORLDS; world += 1) {
    const { value, lower, upper } = hajekRate(design.draw(random, n, rate));
    const plain = wilsonInterval(value, n);
    if (lower <= rate && rate <= upper) covered += 1;
    if (plain.lower <= rate && rate <= plain.upper) plainlyCovered += 1;
    width += upper - lower;
  }
  return {
    design: design.name,
    rate,
    n,
    coverage: covered / WORLDS,
    width: width / WORLDS,
    plainCoverage: plainlyCovered / WORLDS,
  };
}

/** One line for a design and a rate: coverage and mean width at each size. */
function printCells(cells: readonly Cell[]): void {
  const groups = Map.groupBy(cells, ({ design, rate }) => `${design}|${rate}`);
  const rows = [...groups.values()].map((members) => {
    const figures = members.map(({ n, coverage, width }) => [
      `n ${n}`,
      `${coverage.toFixed(3)} (${width.toFixed(2)})`,
    ]);
    const [first] = members;
    return { design: first?.design ?? '', rate: first?.rate ?? 0, ...Object.fromEntries(figures) };
  });
  const large = cells.filter(({ n }) => n >= 30).map(({ coverage }) => coverage);
  const summary = `mean ${mean(large).toFixed(4)}, worst ${Math.min(...large).toFixed(4)} at n >= 30`;
  printTable(`coverage (mean width), ${WORLDS} samples a cell: ${summary}`, rows);
}
