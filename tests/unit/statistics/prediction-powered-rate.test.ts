import { describe, expect, it } from 'vitest';
import { activelyLabelledMean } from '#lib/statistics/active-inference.ts';
import { judgeReadiness } from '#lib/statistics/judge-readiness.ts';
import { predictionPoweredMean } from '#lib/statistics/prediction-powered-mean.ts';
import { predictionPoweredRate, trustInPredictions } from '#lib/statistics/prediction-powered-rate.ts';
import { roganGladenRate } from '#lib/statistics/rogan-gladen.ts';
import { twoPhaseRate } from '#lib/statistics/two-phase-rate.ts';

const Y = [1, 0, 1, 1, 0, 1, 0, 1];
const F = [1, 0, 1, 0, 0, 1, 1, 1];
const WEIGHTS = [1, 1, 2, 2, 1, 1, 4, 4];
const SIXTY_OF_100 = Array.from({ length: 100 }, (_, i) => (i < 60 ? 1 : 0));

const labelled = Y.map((y, i) => ({ y, f: F[i] ?? 0, weight: WEIGHTS[i] ?? 0, cluster: `label ${i}` }));
const predictions = SIXTY_OF_100.map((f, i) => ({ f, weight: 1, cluster: `query ${i}` }));

describe('the worked example: eight labels, a hundred predictions', () => {
  it('gives every intermediate value', () => {
    const rate = predictionPoweredRate(labelled, predictions);
    expect(rate.lambda).toBeCloseTo(0.03125 / ((1 + 0.64 / 11) * 0.24), 12);
    expect(Math.abs(rate.lambda - 0.123049113)).toBeLessThan(1e-9);
    expect(rate.value).toBeCloseTo(0.606542633, 9);
    expect(rate.variance).toBeCloseTo(0.048823716, 9);
    expect(rate.kish).toBeCloseTo(5.818181818, 9);
    expect(rate.nEff).toBeCloseTo(3.045358048, 9);
    expect(rate.lower).toBeCloseTo(0.177451518, 9);
    expect(rate.upper).toBeCloseTo(0.916775023, 9);
  });

  it('keeps the sum of shares under one lambda', () => {
    const lambda = trustInPredictions(labelled, predictions);
    const other = labelled.map(({ y, f, ...row }) => ({ ...row, y: 1 - y, f: 1 - f }));
    const counter = predictions.map(({ f, ...row }) => ({ ...row, f: 1 - f }));
    const values = [
      predictionPoweredRate(labelled, predictions, lambda).value,
      predictionPoweredRate(other, counter, lambda).value,
    ];
    expect(values[0] ?? 0).toBeCloseTo(1 - (values[1] ?? 0), 12);
  });
});

describe('edges', () => {
  it('leaves useless predictions out', () => {
    const constant = predictions.map((row) => ({ ...row, f: 1 }));
    expect(trustInPredictions(labelled, constant)).toBe(0);
    const wrong = labelled.map((row) => ({ ...row, f: 1 - row.y }));
    const rate = predictionPoweredRate(wrong, predictions);
    expect(rate.lambda).toBe(0);
    expect(rate.value).toBeCloseTo(10 / 16, 12);
  });

  it('keeps an interval where all labels and predictions agree', () => {
    const none = labelled.map((row) => ({ ...row, y: 0, f: 0 }));
    const rate = predictionPoweredRate(
      none,
      predictions.map((row) => ({ ...row, f: 0 })),
    );
    expect(rate).toMatchObject({ value: 0, lower: 0 });
    expect(rate.upper).toBeGreaterThan(0.3);
    expect(rate.upper).toBeLessThan(0.5);
  });

  it('makes a label worth four at most, however good the predictions', () => {
    const perfect = Array.from({ length: 2000 }, (_, i) => ({
      f: i % 5 === 0 ? 1 : 0,
      weight: 1,
      cluster: `q${i}`,
    }));
    const checked = perfect.slice(0, 100).map((row) => ({ ...row, y: row.f }));
    expect(predictionPoweredRate(checked, perfect).nEff).toBe(400);
  });

  it('takes labels of a single session', () => {
    const rate = predictionPoweredRate(
      labelled.map((row) => ({ ...row, cluster: 'one' })),
      predictions,
    );
    expect(rate.nEff).toBeGreaterThan(0);
    expect(rate.upper - rate.lower).toBeGreaterThan(0.5);
  });

  it('refuses an empty list, a value outside 0 and 1 and a weight of 0', () => {
    expect(() => predictionPoweredRate([], predictions)).toThrow(RangeError);
    expect(() => predictionPoweredRate(labelled, [])).toThrow(RangeError);
    expect(() => predictionPoweredRate(labelled, [{ f: 2, weight: 1, cluster: 'a' }])).toThrow(RangeError);
    expect(() => predictionPoweredRate(labelled, [{ f: 1, weight: 0, cluster: 'a' }])).toThrow(RangeError);
  });
});

describe('means from random samples, as ppi_py', () => {
  const pairs = Y.map((y, i) => ({ y, f: F[i] ?? 0 }));

  it('believes the predictions in full', () => {
    const mean = predictionPoweredMean(pairs, SIXTY_OF_100, 1);
    expect(mean.value).toBeCloseTo(0.6, 12);
    expect(mean.lower).toBeCloseTo(0.240465, 6);
    expect(mean.upper).toBeCloseTo(0.959535, 6);
  });

  it('chooses lambda', () => {
    const mean = predictionPoweredMean(pairs, SIXTY_OF_100);
    expect(mean.lambda).toBeCloseTo(0.418716, 6);
    expect(mean.value).toBeCloseTo(0.614532, 6);
    expect(mean.lower).toBeCloseTo(0.314684, 6);
    expect(mean.upper).toBeCloseTo(0.91438, 6);
  });

  it('leaves the predictions out', () => {
    const mean = predictionPoweredMean(pairs, SIXTY_OF_100, 0);
    expect(mean.value).toBe(0.625);
    expect((mean.upper - mean.value) / 1.959963984540054).toBeCloseTo(0.171163, 6);
  });

  it('refuses lists too short for a variance', () => {
    expect(() => predictionPoweredMean(pairs.slice(0, 1), SIXTY_OF_100)).toThrow(RangeError);
  });
});

describe('other corrections', () => {
  it('active inference: Zrnic and Candès, eight items of which four are reviewed', () => {
    const reviewed = new Map([
      [0, { y: 1, probability: 0.5 }],
      [2, { y: 1, probability: 0.25 }],
      [4, { y: 0, probability: 0.5 }],
      [7, { y: 0, probability: 0.25 }],
    ]);
    const items = [1, 1, 0, 0, 1, 0, 1, 0].map((f, i) => ({
      f,
      y: null,
      probability: 1,
      ...reviewed.get(i),
    }));
    const mean = activelyLabelledMean(items);
    expect(mean.value).toBe(0.75);
    expect(mean.standardError).toBeCloseTo(0.492125, 6);
  });

  it('Rogan and Gladen', () => {
    expect(roganGladenRate(0.3, 0.8, 0.9)).toBeCloseTo(0.285714, 6);
    expect(roganGladenRate(0.05, 0.8, 0.9)).toBe(0);
    expect(roganGladenRate(0.5, 0.6, 0.4)).toBeNull();
  });
});

describe('whether a judge can be corrected', () => {
  const pairs = (bad: number, good: number) =>
    Array.from({ length: bad + good }, (_, i) => ({ judgedBad: i < bad }));

  it.each([
    [10, 20, { ready: true, missingBad: 0, missingGood: 0, missingAny: 0 }],
    [9, 200, { ready: false, missingBad: 1, missingGood: 0, missingAny: 0 }],
    [10, 10, { ready: false, missingBad: 0, missingGood: 0, missingAny: 10 }],
    [0, 0, { ready: false, missingBad: 10, missingGood: 10, missingAny: 10 }],
    [0, 5, { ready: false, missingBad: 10, missingGood: 5, missingAny: 10 }],
  ])('%i judged bad and %i judged good', (bad, good, expected) => {
    expect(judgeReadiness(pairs(bad, good))).toEqual(expected);
  });
});

describe('two phases of labels', () => {
  it('is the corrected rate with first labels as predictions', () => {
    const items = Y.map((gold, i) => ({
      first: F[i] ?? 0,
      gold: i % 2 === 0 ? gold : null,
      weight: WEIGHTS[i] ?? 0,
      cluster: `q${i}`,
      overlapProbability: F[i] === 1 ? 1 : 0.15,
    }));
    const second = items.flatMap(({ gold, first, weight, cluster, overlapProbability }) =>
      gold === null ? [] : [{ y: gold, f: first, weight: weight / overlapProbability, cluster }],
    );
    const first = items.map(({ first: f, weight, cluster }) => ({ f, weight, cluster }));
    expect(twoPhaseRate(items)).toEqual(predictionPoweredRate(second, first));
    expect(twoPhaseRate(items, 0.5).lambda).toBe(0.5);
  });

  it('is the first rate where gold confirms it', () => {
    const items = [1, 0, 0, 1, 0, 0, 0, 0].map((first, i) => ({
      first,
      gold: i < 4 ? first : null,
      weight: 1,
      cluster: `q${i}`,
      overlapProbability: 0.5,
    }));
    expect(twoPhaseRate(items, 1).value).toBeCloseTo(0.25, 12);
  });
});
