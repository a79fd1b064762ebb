import { wilsonInterval } from './wilson-interval.ts';

/** Seconds a label takes with all its hits graded, until the project has measured its own: 30 for the answer, 5 for each of ten. */
export const ASSUMED_LABEL_SECONDS = 80;

/**
 * How sure `labelCount` labels of a simple random sample will make a rate that is guessed to be `rate`:
 * half the width of its 95 % Wilson interval, 0 to 0.5. 0.06 reads as "within about 6 points".
 */
export function expectedHalfWidth(labelCount: number, rate: number): number {
  const { lower, upper } = wilsonInterval(rate, labelCount);
  return (upper - lower) / 2;
}
