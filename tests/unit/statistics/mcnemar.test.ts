import { describe, expect, it } from 'vitest';
import { mcNemar } from '#lib/statistics/mcnemar.ts';
import { pairedDifference } from '#lib/statistics/paired-difference.ts';

describe('McNemar', () => {
  // SciPy's binomial distribution: exact, then exact less the probability of the smaller count.
  it.each([
    [9, 3, 0.14599609375, 0.092285156],
    [121, 59, 4.4344492637551645e-6, 3.2666467957745733e-6],
    [10, 30, 0.0022214337732293643, 0.0014504910141113232],
    [70, 59, 0.3786876626931185, 0.33468775873692724],
    [7, 6, 1, 0.7905273437499998],
    [10, 10, 1, 0.8238029479980471],
    [4000, 4100, 0.2713310871439323, 0.26654889060928877],
    [0, 0, 1, 1],
  ])('%i against %i, exact and mid-p', (b, c, exact, mid) => {
    const test = mcNemar(b, c);
    expect(test.exactP).toBeCloseTo(exact, 9);
    expect(test.midP).toBeCloseTo(mid, 9);
    expect(mcNemar(c, b)).toEqual(test);
  });

  it.each([
    [121, 59, 21.35556, 3.8151e-6, 20.67222, 5.4501e-6],
    [70, 59, 0.937984, 0.332797, 0.775194, 0.378615],
    [10, 30, 10, 0.0015654, 9.025, 0.0026635],
  ])('%i against %i, chi-squared', (b, c, chiSquared, p, corrected, correctedP) => {
    const test = mcNemar(b, c);
    expect(test.chiSquared).toBeCloseTo(chiSquared, 5);
    expect(test.chiSquaredP).toBeCloseTo(p, 6);
    expect(test.correctedChiSquared).toBeCloseTo(corrected, 5);
    expect(test.correctedP).toBeCloseTo(correctedP, 6);
  });

  it('refuses what is no count', () => {
    expect(() => mcNemar(1.5, 2)).toThrow(RangeError);
    expect(() => mcNemar(-1, 2)).toThrow(RangeError);
  });
});

describe('difference over the same questions', () => {
  it('9 against 3 of 50', () => {
    const difference = pairedDifference({ onlyFirst: 9, onlySecond: 3, n: 50 });
    expect(difference.value).toBeCloseTo(0.115384615, 9);
    expect(difference.lower).toBeCloseTo(-0.022113303, 9);
    expect(difference.upper).toBeCloseTo(0.252882534, 9);
    expect(difference.pValue).toBeCloseTo(0.092285156, 9);
    expect(difference.different).toBe(false);
  });

  it('4 against 9 of 150', () => {
    const difference = pairedDifference({ onlyFirst: 4, onlySecond: 9, n: 150 });
    expect(difference.value).toBeCloseTo(-0.032894737, 9);
    expect(difference.lower).toBeCloseTo(-0.082560371, 9);
    expect(difference.upper).toBeCloseTo(0.016770897, 9);
  });

  it('is called different only beyond the always-valid interval', () => {
    // d 13/102, standard error 0.044: 2.9 standard errors, beyond 1.96 and short of 3.08.
    const seen = pairedDifference({ onlyFirst: 17, onlySecond: 4, n: 100 });
    expect(seen.lower).toBeGreaterThan(0);
    expect(seen.different).toBe(false);
    expect(pairedDifference({ onlyFirst: 20, onlySecond: 4, n: 100 }).different).toBe(true);
    expect(pairedDifference({ onlyFirst: 25, onlySecond: 0, n: 29 }).different).toBe(false);
  });

  it('refuses counts that do not fit', () => {
    expect(() => pairedDifference({ onlyFirst: 9, onlySecond: 3, n: 11 })).toThrow(RangeError);
  });
});
