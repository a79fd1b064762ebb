import { describe, expect, it } from 'vitest';
import { expectedHalfWidth } from '#lib/statistics/label-sample-size.ts';

describe('how sure n labels will be', () => {
  it('is half of the Wilson interval', () => {
    // Of 20 labels, 4 failures: 0.080658 to 0.416017
    expect(expectedHalfWidth(20, 0.2)).toBeCloseTo((0.416017 - 0.080658) / 2, 6);
  });

  it('says about 6 points for 100 labels at one failure in ten', () => {
    expect(expectedHalfWidth(100, 0.1)).toBeCloseTo(0.06, 2);
  });

  it('is everything without labels and shrinks with more', () => {
    expect(expectedHalfWidth(0, 0.2)).toBe(0.5);
    expect(expectedHalfWidth(200, 0.2)).toBeLessThan(expectedHalfWidth(50, 0.2));
  });
});
