import { describe, expect, it } from 'vitest';
import { canaryDrift, rectifierDrift } from '#lib/statistics/judge-drift.ts';

/** A hundred items: some flip by noise on the first day, some today, some both times. */
function canary(noise: number, today: number, both = 0) {
  return Array.from({ length: 100 }, (_, i) => ({
    first: 'good',
    repeated: i < noise + both ? 'bad' : 'good',
    today: i >= noise && i < noise + both + today ? 'bad' : 'good',
  }));
}

describe('canary set', () => {
  it('is quiet where today is as noisy as the first day', () => {
    expect(canaryDrift(canary(5, 6, 3))).toMatchObject({
      flippedToday: 6,
      flippedByNoise: 5,
      drifted: false,
    });
  });

  it('alarms where many items changed, below one per cent', () => {
    const result = canaryDrift(canary(3, 16));
    expect(result.midP).toBeLessThan(0.01);
    expect(result.drifted).toBe(true);
    expect(canaryDrift(canary(3, 12))).toMatchObject({ drifted: false, midP: expect.closeTo(0.021271, 6) });
  });

  it('does not alarm where the judge became steadier', () => {
    expect(canaryDrift(canary(20, 2)).drifted).toBe(false);
  });

  it('knows nothing without items', () => {
    expect(canaryDrift([])).toMatchObject({ midP: 1, drifted: false });
  });
});

describe('mean error of the judge', () => {
  const errors = (count: number, wrong: number) =>
    Array.from({ length: count }, (_, i) => (i < wrong ? 1 : 0));

  it('is the z of two means', () => {
    // 20 of 200 against 15 of 50; variances of the means p(1 - p) / (n - 1).
    const z = 0.2 / Math.sqrt((0.1 * 0.9) / 199 + (0.3 * 0.7) / 49);
    expect(rectifierDrift(errors(200, 20), errors(50, 15))?.z).toBeCloseTo(z, 12);
    expect(rectifierDrift(errors(200, 20), errors(50, 15))?.drifted).toBe(true);
    expect(rectifierDrift(errors(200, 20), errors(50, 10))?.drifted).toBe(false);
  });

  it('is unknown without variation or with a single pair', () => {
    expect(rectifierDrift(errors(200, 0), errors(50, 0))).toBeNull();
    expect(rectifierDrift(errors(200, 3), errors(1, 1))).toBeNull();
  });
});
