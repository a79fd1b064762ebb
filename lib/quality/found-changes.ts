import { type ChangeMetric, latencyChange, type RateSide, rateChange } from './change-points.ts';
import { labelRate, sampleOf } from './label-sample.ts';
import type { LatencyOf } from './queries/latency-sides.ts';
import type { StateCount } from './queries/state-counts.ts';
import type { Change } from './schema.ts';

const RATES = [
  'zero_hit_rate',
  'error_rate',
  'hit_rate_at_k',
  'answer_good_rate',
] as const satisfies readonly ChangeMetric[];
/** A change that stands out, with how far in standard errors. */
export interface Found extends Omit<Change, 'text' | 'filter'> {
  z: number;
}

export function strongest(found: readonly Found[]): Found | null {
  return found.reduce<Found | null>((best, one) => (best === null || one.z > best.z ? one : best), null);
}

const isLatency = ({ metric }: Found) => metric === 'total_p95_ms';

/** The clearest change of each metric, the clearest of all first, but what is slow after what is wrong. */
export function strongestOfEach(found: readonly Found[]): Found[] {
  return [...Map.groupBy(found, ({ metric }) => metric).values()]
    .flatMap((same) => strongest(same) ?? [])
    .sort((a, b) => Number(isLatency(a)) - Number(isLatency(b)) || b.z - a.z);
}

export type What = Pick<Change, 'at' | 'dimension' | 'value'>;

export function rateChanges(
  what: What,
  before: readonly StateCount[],
  after: readonly StateCount[],
  effect: number,
): Found[] {
  return RATES.flatMap((metric): Found[] => {
    const [b, a] =
      metric === 'answer_good_rate'
        ? answerSides(before, after, effect)
        : [countedSide(metric, before), countedSide(metric, after)];
    const z = rateChange(b, a, effect);
    if (z === null) return [];
    return [
      {
        ...what,
        metric,
        before: b.positives / b.n,
        after: a.positives / a.n,
        nBefore: Math.round(b.rows ?? b.n),
        nAfter: Math.round(a.rows ?? a.n),
        z,
      },
    ];
  });
}

const RAN = new Set(['good', 'bad', 'nothing_to_find', 'unknown']);

interface Side extends RateSide {
  /** How many labels or queries the rate rests on, where `n` is an effective number. */
  rows?: number;
}

/**
 * Good answers of the labelled, before and after: where any of them was drawn at random those drawn alone, weighted,
 * at their effective number. That knows of sessions already, so `designEffect` is put back in.
 */
function answerSides(
  before: readonly StateCount[],
  after: readonly StateCount[],
  designEffect: number,
): [Side, Side] {
  const labelsOf = (counts: readonly StateCount[]) =>
    counts.filter(({ answer }) => answer !== 'none').map((count) => ({ ...count, count: count.n }));
  const [first, second] = [labelsOf(before), labelsOf(after)];
  const sample = sampleOf([...first, ...second]);
  const isWeighted = sample === 'random' || sample === 'mixed';
  const side = (labels: typeof first): Side => {
    const { value, positives, n, nEff, weighted } = labelRate(
      labels,
      ({ answer }) => answer === 'good',
      sample,
    );
    if (!isWeighted) return { positives, n };
    if (value === null) return { positives: 0, n: 0 };
    const effective = nEff * designEffect;
    return { positives: value * effective, n: effective, rows: weighted?.of ?? n };
  };
  return [side(first), side(second)];
}

/**
 * The numbers that the charts show for these queries, from their states. The second key says whether they failed.
 */
function countedSide(
  metric: Exclude<(typeof RATES)[number], 'answer_good_rate'>,
  counts: readonly StateCount[],
): Side {
  const sum = (holds: (count: StateCount) => boolean) =>
    counts.reduce((total, count) => total + (holds(count) ? count.n : 0), 0);
  switch (metric) {
    case 'zero_hit_rate':
      return {
        positives: sum(({ retrieval, zeroHit }) => RAN.has(retrieval) && zeroHit),
        n: sum(({ retrieval }) => RAN.has(retrieval)),
      };
    case 'error_rate':
      return { positives: sum(({ keys }) => keys[1] === '1'), n: sum(() => true) };
    case 'hit_rate_at_k':
      return hitRateSide(
        sum(({ retrieval }) => retrieval === 'good'),
        sum(({ retrieval, zeroHit }) => retrieval === 'bad' && !zeroHit),
        sum(({ retrieval, zeroHit }) => retrieval === 'bad' && zeroHit),
        sum(({ retrieval }) => retrieval === 'unknown'),
      );
  }
}

/** As `gradedMeasurement`: zero hits enter at their share of all queries, so that `n` is an effective number. */
function hitRateSide(good: number, bad: number, zeroHit: number, unknown: number): Side {
  const known = good + bad;
  const withHits = known + unknown;
  const n = known + (withHits === 0 ? zeroHit : (zeroHit * known) / withHits);
  return { positives: good, n, rows: known + zeroHit };
}

export function latencyChanges(
  what: What,
  before: LatencyOf | undefined,
  after: LatencyOf | undefined,
  effect: number,
): Found[] {
  if (before === undefined || after === undefined) return [];
  const [b, a] = [
    { p95Ms: before[0], n: before[1] },
    { p95Ms: after[0], n: after[1] },
  ];
  const z = latencyChange(b, a, effect);
  if (z === null || b.p95Ms === null || a.p95Ms === null) return [];
  return [{ ...what, metric: 'total_p95_ms', before: b.p95Ms, after: a.p95Ms, nBefore: b.n, nAfter: a.n, z }];
}
