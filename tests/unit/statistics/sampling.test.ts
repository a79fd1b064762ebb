import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inclusionProbability, prn, selectBottomK } from '#lib/statistics/sampling.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';

describe('permanent random numbers', () => {
  it.each([
    ['select', 'q-1', 0.21989224286748765],
    ['order', 'q-1', 0.2609173926616606],
    ['overlap', 'q-1', 0.1556192359843216],
    ['select', 'q-2', 0.4719920975612837],
    ['order', 'q-2', 0.15184820711918334],
    ['select', 'q-3', 0.07658030434464536],
  ] as const)('%s of %s', (purpose, id, expected) => {
    expect(prn(purpose, id, 'faultline-test')).toBe(expected);
  });

  it('lie above 0 and up to 1 for any id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ minLength: 1 }), (id, secret) => {
        const u = prn('select', id, secret);
        expect(u).toBeGreaterThan(0);
        expect(u).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('change with the secret', () => {
    expect(prn('select', 'q-1', 'another')).not.toBe(prn('select', 'q-1', 'faultline-test'));
  });
});

describe('the worked example: ten candidates, cap 4', () => {
  const us = [0.013, 0.31, 0.52, 0.044, 0.71, 0.09, 0.86, 0.27, 0.6, 0.155];
  const ws = [0.02, 0.6, 0.02, 0.2, 0.6, 0.15, 0.02, 0.15, 0.02, 0.2];
  const candidates = us.map((u, i) => ({ id: `item ${i + 1}`, u, w: ws[i] ?? 0 }));
  const run = selectBottomK(candidates, 4);

  it('selects by rank and keeps both thresholds', () => {
    expect(run.selected.map(({ id }) => id)).toEqual(['item 4', 'item 2', 'item 6', 'item 1']);
    expect(run.tau).toBeCloseTo(0.775, 12);
    expect(run.tauOut).toBeCloseTo(0.65, 12);
  });

  it('gives each selected item its probability', () => {
    const probabilities = [1, 2, 4, 6].map((item) =>
      inclusionProbability([{ w: ws[item - 1] ?? 0, threshold: run.tau }]),
    );
    expect(probabilities).toEqual([0.0155, 0.465, 0.155, 0.11625].map((p) => expect.closeTo(p, 12)));
  });

  it('takes all candidates under a cap that does not bind', () => {
    const all = selectBottomK(candidates, 5);
    expect(all.selected).toHaveLength(5);
    expect(all).toMatchObject({ tau: 1, tauOut: 1 });
    expect(inclusionProbability([{ w: 0.6, threshold: all.tau }])).toBe(0.6);
  });

  it('admits a number equal to the rate', () => {
    expect(selectBottomK([{ id: 'a', u: 0.2, w: 0.2 }], 1).selected).toHaveLength(1);
    expect(selectBottomK([{ id: 'a', u: 0.21, w: 0.2 }], 1).selected).toHaveLength(0);
  });

  it('selects nobody under cap 0', () => {
    expect(selectBottomK(candidates, 0)).toMatchObject({ selected: [], tauOut: 0 });
  });

  it('refuses a cap that is no count', () => {
    expect(() => selectBottomK(candidates, -1)).toThrow(RangeError);
    expect(() => selectBottomK(candidates, 1.5)).toThrow(RangeError);
  });
});

describe('inclusion probability over several runs', () => {
  it('is the highest of them, at most 1', () => {
    const runs = [
      { w: 0.2, threshold: 0.5 },
      { w: 0.6, threshold: 0.4 },
    ];
    expect(inclusionProbability(runs)).toBeCloseTo(0.24, 12);
    expect(inclusionProbability([{ w: 0.9, threshold: 3 }])).toBe(1);
  });

  it('is unknown without any run', () => {
    expect(inclusionProbability([])).toBeNull();
  });
});

describe('properties', () => {
  const candidates = fc.uniqueArray(
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 4 }),
      u: fc.integer({ min: 1, max: 1000 }).map((n) => n / 1000),
      w: fc.constantFrom(0.02, 0.15, 0.2, 0.6, 1),
    }),
    { maxLength: 30, selector: ({ id }) => id },
  );

  it('ignores the order of the candidates', () => {
    fc.assert(
      fc.property(candidates, fc.nat({ max: 12 }), (given, k) => {
        expect(selectBottomK(given.toReversed(), k)).toEqual(selectBottomK(given, k));
      }),
    );
  });

  it('is nested: a larger cap adds and never takes away', () => {
    fc.assert(
      fc.property(candidates, fc.nat({ max: 12 }), fc.nat({ max: 12 }), (given, k, more) => {
        const small = selectBottomK(given, k).selected;
        expect(selectBottomK(given, k + more).selected.slice(0, small.length)).toEqual(small);
      }),
    );
  });

  it('selects at most k, each with u within w times its threshold', () => {
    fc.assert(
      fc.property(candidates, fc.nat({ max: 12 }), (given, k) => {
        const { selected, tau, tauOut } = selectBottomK(given, k);
        expect(selected.length).toBeLessThanOrEqual(k);
        expect(tauOut).toBeLessThanOrEqual(tau);
        for (const { u, w } of selected) expect(u / w).toBeLessThanOrEqual(tau);
      }),
    );
  });

  it('weighs a sample back to its population', () => {
    // 400 runs over 300 queries, a fifth of them failures that are selected five times as often.
    const random = seededRandom(2024);
    const population = Array.from({ length: 300 }, (_, i) => ({ id: `q${i}`, failed: i % 5 === 0 }));
    const estimates = Array.from({ length: 400 }, () => {
      const drawn = population.map((query) => ({ ...query, u: 1 - random(), w: query.failed ? 0.5 : 0.1 }));
      const { selected, tau } = selectBottomK(drawn, 30);
      return selected
        .filter(({ failed }) => failed)
        .reduce((sum, { w }) => sum + 1 / (inclusionProbability([{ w, threshold: tau }]) ?? Number.NaN), 0);
    });
    const mean = estimates.reduce((sum, value) => sum + value, 0) / estimates.length;
    const spread = Math.sqrt(
      estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / estimates.length,
    );
    // 60 failures; four standard errors of the mean over all runs.
    expect(Math.abs(mean - 60)).toBeLessThan((4 * spread) / Math.sqrt(estimates.length));
    expect(spread).toBeLessThan(20);
  });
});
