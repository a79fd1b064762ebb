import { describe, expect, it } from 'vitest';
import { krippendorffAlpha, type MeasurementLevel } from '#lib/statistics/krippendorff-alpha.ts';
import type { RatedUnit } from '#lib/statistics/rated-unit.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import reference from './agreement-reference.json' with { type: 'json' };
import { digits, unitsOf } from './rated-units.ts';

const LEVELS = ['nominal', 'ordinal', 'interval', 'ratio'] as const;

describe('published values', () => {
  const fourCoders = unitsOf(['123321412...', '1233224125.3', '.3332342251.', '12332441251.'].map(digits));

  it.each([
    ['nominal', 0.743421],
    ['ordinal', 0.815388],
    ['interval', 0.849107],
    ['ratio', 0.797403],
  ] as const)('Krippendorff 2011, example C, %s', (level, expected) => {
    expect(krippendorffAlpha(fourCoders, level)).toBeCloseTo(expected, 6);
  });

  it('Krippendorff 2011, example A: two coders, two values', () => {
    const units = unitsOf(['0100000010', '1110010000'].map(digits));
    expect(krippendorffAlpha(units, 'nominal')).toBeCloseTo(0.095238, 6);
  });

  it.each([
    ['nominal', 0.691358],
    ['interval', 0.810845],
  ] as const)('three coders, fifteen units, %s', (level, expected) => {
    const units = unitsOf(['*****34121133*3', '1*213343*******', '**21344*21133*4'].map(digits));
    expect(krippendorffAlpha(units, level)).toBeCloseTo(expected, 6);
  });

  it('takes words where only equality counts', () => {
    const units = unitsOf([
      ['pos', 'neg', 'neu', null],
      ['pos', 'neg', 'neu', 'pos'],
      ['pos', 'neg', 'pos', 'pos'],
    ]);
    expect(krippendorffAlpha(units, 'nominal')).toBeCloseTo(13 / 18, 9);
  });
});

describe('an independent program', () => {
  it('gives the same for 40 matrices with missing ratings at every level', () => {
    expect(reference.alpha).toHaveLength(40);
    for (const { ratings, ...expected } of reference.alpha) {
      const units = unitsOf(ratings.split('/').map(digits));
      for (const level of LEVELS) expect(krippendorffAlpha(units, level)).toBeCloseTo(expected[level], 9);
    }
  });
});

describe('the definition, pair by pair', () => {
  it('gives the same for 1,000 random matrices with missing ratings', () => {
    const random = seededRandom(85);
    let defined = 0;
    for (let round = 0; round < 1000; round += 1) {
      const units = randomUnits(random);
      for (const level of LEVELS) {
        const expected = alphaByPairs(units, level);
        const alpha = krippendorffAlpha(units, level);
        if (expected === null) expect(alpha).toBeNull();
        else {
          expect(alpha).toBeCloseTo(expected, 9);
          defined += 1;
        }
      }
    }
    expect(defined).toBeGreaterThan(3500);
  });
});

describe('edges', () => {
  it('is undefined, not 1, where all ratings are equal', () => {
    expect(krippendorffAlpha(unitsOf(['1111', '1111'].map(digits)), 'nominal')).toBeNull();
  });

  it('is undefined where no unit was rated twice', () => {
    expect(krippendorffAlpha(unitsOf(['1.2.', '.1.2'].map(digits)), 'ordinal')).toBeNull();
    expect(krippendorffAlpha([], 'nominal')).toBeNull();
  });

  it('takes nothing from units with one rating', () => {
    const both = unitsOf(['1122', '1222'].map(digits));
    const more = unitsOf(['11223', '1222.'].map(digits));
    expect(krippendorffAlpha(more, 'ordinal')).toBe(krippendorffAlpha(both, 'ordinal'));
  });

  it('sorts numbers as numbers', () => {
    const units = unitsOf([
      [2, 10, 9],
      [2, 9, 9],
    ]);
    expect(krippendorffAlpha(units, 'ordinal')).toBeCloseTo(alphaByPairs(units, 'ordinal') ?? Number.NaN, 9);
  });

  it('refuses a rating that is no number where distances count', () => {
    const units: RatedUnit<number>[] = unitsOf([
      [Number.NaN, 1],
      [1, 2],
    ]);
    expect(() => krippendorffAlpha(units, 'interval')).toThrow(RangeError);
  });
});

function randomUnits(random: () => number): RatedUnit<number>[] {
  const whole = (below: number): number => Math.floor(random() * below);
  const reviewers = 2 + whole(4);
  const units = 2 + whole(12);
  const values = 2 + whole(4);
  const missing = random() * 0.6;
  return unitsOf(
    Array.from({ length: reviewers }, () =>
      Array.from({ length: units }, () => (random() < missing ? null : 1 + whole(values))),
    ),
  );
}

/** Mean squared distance of ratings within units over that of all ratings, a sum over single pairs of ratings. */
function alphaByPairs(units: readonly RatedUnit<number>[], level: MeasurementLevel): number | null {
  const rated = units.map(({ ratings }) => [...ratings.values()]).filter((values) => values.length > 1);
  const all = rated.flat();
  const within = rated.map((values) => pairSum(values, all, level) / (values.length - 1));
  const observed = within.reduce((sum, value) => sum + value, 0) / all.length;
  const expected = pairSum(all, all, level) / (all.length * (all.length - 1));
  return all.length === 0 || expected === 0 ? null : 1 - observed / expected;
}

function pairSum(values: readonly number[], all: readonly number[], level: MeasurementLevel): number {
  const distances = values.flatMap((a) => values.map((b) => squaredDistance(a, b, all, level)));
  return distances.reduce((sum, value) => sum + value, 0);
}

function squaredDistance(a: number, b: number, all: readonly number[], level: MeasurementLevel): number {
  if (a === b) return 0;
  switch (level) {
    case 'nominal':
      return 1;
    case 'ordinal':
      return (meanRank(a, all) - meanRank(b, all)) ** 2;
    case 'interval':
      return (a - b) ** 2;
    case 'ratio':
      return ((a - b) / (a + b)) ** 2;
  }
}

function meanRank(value: number, all: readonly number[]): number {
  const below = all.filter((other) => other < value).length;
  const equal = all.filter((other) => other === value).length;
  return below + (equal + 1) / 2;
}
