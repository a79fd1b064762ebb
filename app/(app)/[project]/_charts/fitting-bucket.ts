import { type Bucket, MAX_BUCKETS, type Range } from '#lib/quality/schema.ts';
import { bucketEdges, needsTooMany } from '#lib/quality/time-buckets.ts';

/** The chosen width of a step, or the automatic one, with a notice, where it would make too many points. */
export function fittingBucket(wanted: Bucket | 'auto', range: Range, notices: string[]): Bucket | 'auto' {
  if (wanted === 'auto') return wanted;
  const [from, to] = [Date.parse(range.from), Date.parse(range.to)];
  const isTooFine =
    needsTooMany(from, to, wanted) || bucketEdges(from, to, wanted, range.tz).length - 1 > MAX_BUCKETS;
  if (!isTooFine) return wanted;
  notices.push(
    `By ${wanted} this range has more than ${MAX_BUCKETS} points; the steps are chosen automatically. Take a shorter range to see it by ${wanted}.`,
  );
  return 'auto';
}
