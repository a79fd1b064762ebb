import { describe, expect, it } from 'vitest';
import { agreementDisplay, agreementOf } from '#lib/statistics/agreement.ts';
import { alphaInterval } from '#lib/statistics/alpha-interval.ts';
import { bootstrapStatistic } from '#lib/statistics/bootstrap-statistic.ts';
import { confusionTable, countsOf, pooledConfusionTable } from '#lib/statistics/confusion-table.ts';
import { krippendorffAlpha } from '#lib/statistics/krippendorff-alpha.ts';
import { percentAgreement, specificAgreement } from '#lib/statistics/observed-agreement.ts';
import type { RatedUnit } from '#lib/statistics/rated-unit.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { unitsOf } from './rated-units.ts';

const verdicts = unitsOf([
  ['correct', 'correct', 'wrong', 'wrong', 'partly', null],
  ['correct', 'wrong', 'wrong', 'correct', 'partly', 'wrong'],
]);

describe('observed agreement', () => {
  it('counts units two reviewers agree on', () => {
    expect(percentAgreement(verdicts)).toBeCloseTo(3 / 5, 12);
  });

  it('is 2a / (2a + b + c) for each category', () => {
    expect(specificAgreement(verdicts)).toEqual([
      { category: 'correct', agreement: expect.closeTo(2 / 4, 12), ratings: 4 },
      { category: 'partly', agreement: 1, ratings: 2 },
      { category: 'wrong', agreement: expect.closeTo(2 / 4, 12), ratings: 4 },
    ]);
  });

  it('weighs ratings, not pairs, where units have different numbers of reviewers', () => {
    // Three of a unit agree in one pair of three, two of the other agree: (3 x 1/3 + 2 x 1) / 5.
    const units = unitsOf([
      ['a', 'b'],
      ['a', 'b'],
      ['b', null],
    ]);
    expect(percentAgreement(units)).toBeCloseTo(3 / 5, 12);
  });

  it('is unknown without a unit rated twice', () => {
    expect(
      percentAgreement(
        unitsOf([
          ['a', null],
          [null, 'a'],
        ]),
      ),
    ).toBeNull();
    expect(specificAgreement([])).toEqual([]);
  });
});

describe('confusion table', () => {
  const categories = ['correct', 'partly', 'wrong'] as const;

  it('has the first reviewer in rows and opens its items', () => {
    const table = confusionTable(verdicts, { first: 'reviewer 0', second: 'reviewer 1' }, [...categories]);
    expect(countsOf(table)).toEqual([
      [1, 0, 1],
      [0, 1, 0],
      [1, 0, 1],
    ]);
    expect(table.cells[0]?.[2]?.items).toEqual(['item 1']);
    expect(table.cells[2]?.[0]?.items).toEqual(['item 3']);
  });

  it('leaves out values outside the categories', () => {
    const table = confusionTable(verdicts, { first: 'reviewer 0', second: 'reviewer 1' }, [
      'correct',
      'wrong',
    ]);
    expect(countsOf(table)).toEqual([
      [1, 1],
      [1, 1],
    ]);
    const pooled = pooledConfusionTable(verdicts, ['correct', 'wrong']);
    expect(countsOf(pooled)).toEqual([
      [1, 2],
      [0, 1],
    ]);
  });

  it('pools every pair of reviewers once, an item with several units once a cell', () => {
    const unit = (item: string, ...values: number[]): RatedUnit<number> => ({
      item,
      ratings: new Map(values.map((value, reviewer) => [`r${reviewer}`, value])),
    });
    const table = pooledConfusionTable([unit('q1', 3, 0, 0), unit('q1', 0, 3), unit('q2', 3, 3)], [0, 3]);
    expect(countsOf(table)).toEqual([
      [1, 3],
      [0, 1],
    ]);
    expect(table.cells[0]?.[1]?.items).toEqual(['q1']);
  });
});

describe('interval of alpha', () => {
  const many = randomPairs(120, 0.8, 3);

  it('surrounds alpha and is the same for the same seed, whatever the order', () => {
    const interval = alphaInterval(many, 'nominal');
    const alpha = krippendorffAlpha(many, 'nominal') ?? Number.NaN;
    expect(interval?.lower).toBeLessThan(alpha);
    expect(interval?.upper).toBeGreaterThan(alpha);
    expect(alphaInterval(many.toReversed(), 'nominal')).toEqual(interval);
    expect(alphaInterval(many, 'nominal', { seed: 2 })).not.toEqual(interval);
  });

  it('agrees with drawing the items one by one', () => {
    const plain = bootstrapStatistic(many, (drawn) => krippendorffAlpha(drawn, 'ordinal'), {
      resamples: 1000,
    });
    const interval = alphaInterval(many, 'ordinal', { resamples: 4000 });
    expect(interval?.lower).toBeCloseTo(plain.interval?.lower ?? Number.NaN, 1);
    expect(interval?.upper).toBeCloseTo(plain.interval?.upper ?? Number.NaN, 1);
  });

  it('draws the units of an item together, which makes it wider', () => {
    // Five grades of each query, all right or all wrong: a fifth as much is known.
    const grades = many.slice(0, 40).flatMap((unit) => Array.from({ length: 5 }, () => ({ ...unit })));
    const apart = grades.map((unit, index) => ({ ...unit, item: `${unit.item} ${index}` }));
    expect(width(alphaInterval(grades, 'nominal'))).toBeGreaterThan(
      1.7 * width(alphaInterval(apart, 'nominal')),
    );
  });

  it('needs 30 joint items', () => {
    expect(alphaInterval(many.slice(0, 29), 'nominal')).toBeNull();
    expect(alphaInterval(many.slice(0, 30), 'nominal')).not.toBeNull();
  });

  it('is hidden where more than half of the resamples say nothing', () => {
    const units = unitsOf([Array.from({ length: 40 }, () => 'a'), Array.from({ length: 40 }, () => 'a')]);
    expect(alphaInterval(units, 'nominal')).toBeNull();
  });
});

describe('all together', () => {
  it.each([
    [29, 'table'],
    [30, 'grey'],
    [99, 'grey'],
    [100, 'full'],
  ] as const)('%i joint items are shown as %s', (items, display) => {
    expect(agreementDisplay(items)).toBe(display);
  });

  it('never gives alpha alone', () => {
    expect(agreementOf(verdicts, 'nominal')).toMatchObject({
      jointItems: 5,
      display: 'table',
      interval: null,
      percent: expect.closeTo(0.6, 12),
    });
  });
});

/** Two reviewers who both see the truth with the given probability, else guess. */
function randomPairs(count: number, accuracy: number, values: number): RatedUnit<number>[] {
  const random = seededRandom(7);
  const guess = (): number => Math.floor(random() * values);
  return Array.from({ length: count }, (_, index) => {
    const truth = guess();
    const rating = (): number => (random() < accuracy ? truth : guess());
    return {
      item: `q${index}`,
      ratings: new Map([
        ['a', rating()],
        ['b', rating()],
      ]),
    };
  });
}

function width(interval: { lower: number; upper: number } | null): number {
  return interval === null ? Number.NaN : interval.upper - interval.lower;
}
