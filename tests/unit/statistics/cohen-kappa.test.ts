import { describe, expect, it } from 'vitest';
import { cohenKappa } from '#lib/statistics/cohen-kappa.ts';
import { fleissKappa } from '#lib/statistics/fleiss-kappa.ts';
import reference from './agreement-reference.json' with { type: 'json' };

describe('Cohen', () => {
  it.each([
    [
      [
        [20, 5],
        [10, 15],
      ],
      0.4,
    ],
    [
      [
        [45, 15],
        [25, 15],
      ],
      0.1304,
    ],
    [
      [
        [25, 35],
        [5, 35],
      ],
      0.2593,
    ],
  ])('published table %j', (table, expected) => {
    expect(cohenKappa(table)?.kappa).toBeCloseTo(expected, 4);
  });

  it('published by SAS, with standard errors and intervals', () => {
    const table = [
      [0, 4, 1],
      [0, 8, 0],
      [0, 1, 5],
    ];
    const plain = cohenKappa(table);
    expect(plain?.kappa).toBeCloseTo(0.4842, 4);
    expect(plain?.standardError).toBeCloseTo(0.138, 4);
    expect(plain?.interval.lower).toBeCloseTo(0.2137, 4);
    expect(plain?.interval.upper).toBeCloseTo(0.7547, 4);
    const linear = cohenKappa(table, 'linear');
    expect(linear?.kappa).toBeCloseTo(0.4701, 4);
    expect(linear?.standardError).toBeCloseTo(0.1457, 4);
    expect(linear?.interval.lower).toBeCloseTo(0.1845, 4);
    expect(linear?.interval.upper).toBeCloseTo(0.7558, 4);
  });

  it('an independent program gives the same for 20 random tables', () => {
    expect(reference.kappa).toHaveLength(20);
    for (const expected of reference.kappa) {
      const table = expected.table.split('/').map((row) => row.split(' ').map(Number));
      for (const weights of ['none', 'linear', 'quadratic'] as const) {
        const result = cohenKappa(table, weights);
        expect(result?.kappa).toBeCloseTo(expected[weights], 9);
        expect(result?.standardError).toBeCloseTo(expected[`${weights}Error`], 9);
      }
    }
  });

  it('is undefined without units, and where both used one category', () => {
    expect(cohenKappa([])).toBeNull();
    expect(
      cohenKappa([
        [0, 0],
        [0, 0],
      ]),
    ).toBeNull();
    expect(
      cohenKappa([
        [7, 0],
        [0, 0],
      ]),
    ).toBeNull();
    expect(cohenKappa([[7]], 'linear')).toBeNull();
  });

  it('is 1 without doubt where all agree on several categories', () => {
    expect(
      cohenKappa([
        [3, 0],
        [0, 4],
      ]),
    ).toEqual({ kappa: 1, standardError: 0, interval: { lower: 1, upper: 1 } });
  });

  it('refuses tables that are not square and counts below 0', () => {
    expect(() => cohenKappa([[1, 2]])).toThrow(RangeError);
    expect(() =>
      cohenKappa([
        [1, -2],
        [0, 1],
      ]),
    ).toThrow(RangeError);
  });
});

describe('Fleiss', () => {
  it('published table of ten subjects and fourteen ratings', () => {
    const table = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    expect(fleissKappa(table)).toBeCloseTo(0.20993, 5);
  });

  it('is undefined without units or with one category', () => {
    expect(fleissKappa([])).toBeNull();
    expect(
      fleissKappa([
        [3, 0],
        [3, 0],
      ]),
    ).toBeNull();
  });

  it('refuses missing ratings', () => {
    expect(() =>
      fleissKappa([
        [2, 1],
        [2, 0],
      ]),
    ).toThrow(RangeError);
  });
});
