import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inclusionProbability, type Selection } from '#lib/statistics/sampling.ts';
import { samplingRun } from '#lib/statistics/sampling-run.ts';
import { selectionWeight, stratumRates } from '#lib/statistics/selection-weight.ts';

const US = [0.013, 0.31, 0.52, 0.044, 0.71, 0.09, 0.86, 0.27, 0.6, 0.155];
const WS = [0.02, 0.6, 0.02, 0.2, 0.6, 0.15, 0.02, 0.15, 0.02, 0.2];
const candidates = US.map((u, i) => ({ id: `${i + 1}`, u, w: WS[i] ?? 0 }));

describe('weights of candidates', () => {
  it('take the highest of the rules that match, and the floor', () => {
    expect(selectionWeight([0.15, 0.6, 0.2])).toBe(0.6);
    expect(selectionWeight([])).toBe(0.02);
    expect(selectionWeight([0.01], 0.05)).toBe(0.05);
    expect(selectionWeight([0])).toBe(0.02);
  });

  it('refuse a rate that is none, and a floor that would leave queries out', () => {
    expect(() => selectionWeight([1.2])).toThrow(RangeError);
    expect(() => selectionWeight([Number.NaN])).toThrow(RangeError);
    expect(() => selectionWeight([0.5], 0)).toThrow(RangeError);
  });

  it('give each stratum what is wanted of it, by the last window', () => {
    const wanted = new Map([
      ['good', 10],
      ['bad', 10],
      ['new', 10],
      ['unwanted', 0],
    ]);
    const seen = new Map([
      ['good', 400],
      ['bad', 8],
    ]);
    expect([...stratumRates(wanted, seen)]).toEqual([
      ['good', 0.025],
      ['bad', 1],
      ['new', 1],
      ['unwanted', 0],
    ]);
  });
});

describe('a run', () => {
  it('stores every selected item with the threshold of the run', () => {
    const run = samplingRun(candidates, 4);
    expect(run.added.map(({ id }) => id)).toEqual(['4', '2', '6', '1']);
    const probabilities = new Map(run.selections.map((row) => [row.id, inclusionProbability([row])]));
    expect(probabilities.get('1')).toBeCloseTo(0.0155, 12);
    expect(probabilities.get('2')).toBeCloseTo(0.465, 12);
    expect(probabilities.get('4')).toBeCloseTo(0.155, 12);
    expect(probabilities.get('6')).toBeCloseTo(0.11625, 12);
  });

  it('adds nothing that the sample holds, and lets an item drawn earlier have been drawn here', () => {
    const earlier = candidates.filter(({ id }) => ['1', '4', '7'].includes(id));
    const run = samplingRun(candidates, 4, earlier);
    expect(run.added.map(({ id }) => id)).toEqual(['2', '6']);
    expect(run.selections.find(({ id }) => id === '7')).toEqual({ id: '7', w: 0.02, threshold: run.tauOut });
    expect(run.selections).toHaveLength(5);
  });

  it('says the same when it runs again over its own result', () => {
    const first = samplingRun(candidates, 4);
    const again = samplingRun(candidates, 4, first.added);
    expect(again.added).toEqual([]);
    expect(again.selections).toEqual(first.selections);
  });

  it('gives twenty more by a cap twenty higher', () => {
    const first = samplingRun(candidates, 2);
    const more = samplingRun(candidates, 4, first.added);
    expect([...first.added, ...more.added]).toEqual(samplingRun(candidates, 4).added);
  });

  it('needs no more than the first cap + 1 candidates', () => {
    const ranked = candidates.filter(({ u, w }) => u <= w).sort((a, b) => a.u / a.w - b.u / b.w);
    expect(samplingRun(ranked.slice(0, 4), 3)).toEqual(samplingRun(candidates, 3));
  });
});

describe('the union of runs', () => {
  it('gives every item a probability above its own u', () => {
    // Selected means u < w tau in some run; the stored probability is the highest of them.
    const rates = fc.constantFrom(0.02, 0.15, 0.2, 0.6, 1);
    const traffic = fc.uniqueArray(
      fc.record({
        id: fc.nat({ max: 999 }),
        u: fc.double({ min: 0.001, max: 1, noNaN: true }),
        rates: fc.array(rates, { minLength: 3, maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 40, selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(traffic, fc.array(fc.nat({ max: 15 }), { minLength: 3, maxLength: 3 }), (queries, caps) => {
        const rows = new Map<string, Selection[]>();
        for (const [run, cap] of caps.entries()) {
          const given = queries.map(({ id, u, rates: own }) => ({ id: `${id}`, u, w: own[run] ?? 1 }));
          const { selections } = samplingRun(
            given,
            cap,
            given.filter(({ id }) => rows.has(id)),
          );
          for (const { id, ...row } of selections) rows.set(id, [...(rows.get(id) ?? []), row]);
        }
        for (const { id, u } of queries) {
          const probability = inclusionProbability(rows.get(`${id}`) ?? []);
          if (probability !== null) expect(probability).toBeGreaterThanOrEqual(u * (1 - 1e-12));
        }
      }),
    );
  });
});
