import type { ComparedMetric, Comparison } from '#lib/quality/compare-schema.ts';
import { rowsBehind } from '#lib/quality/rows-behind.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { formatInterval, formatValue } from '../../../_components/time-series/value-format.ts';
import { DIMENSION_WORDS } from '../_charts/dimension-words.ts';

type Row = Comparison['metrics'][number];

export const METRIC_WORDS: Record<ComparedMetric, { name: string; says: string }> = {
  failure_rate: { name: 'Failure rate', says: 'Partly correct or wrong, of the decided labels' },
  missing_knowledge: { name: 'Missing knowledge', says: 'Share of the failures' },
  wrong_format: { name: 'Wrong format', says: 'Share of the failures' },
  weak_reasoning: { name: 'Weak reasoning', says: 'Share of the failures' },
  hit_rate_at_k: { name: 'Hit rate', says: 'A relevant hit among the top k, by people’s grades' },
  mrr_at_k: { name: 'MRR', says: '1 / rank of the first relevant hit, by people’s grades' },
  zero_hit_rate: { name: 'Zero-hit rate', says: 'Found nothing, of those whose retrieval ran' },
  error_rate: { name: 'Error rate', says: 'Failed at any stage' },
  total_ms: { name: 'Total latency', says: 'Mean' },
  cost_usd: { name: 'Cost a query', says: 'Mean' },
};

export function metricName({ metric }: Pick<Row, 'metric'>, k: number): string {
  const { name } = METRIC_WORDS[metric];
  return metric === 'hit_rate_at_k' || metric === 'mrr_at_k' ? `${name}@${k}` : name;
}

/** Which rows a side's number is of, where a filter can say so. */
export function rowsOf(metric: ComparedMetric): Filter {
  switch (metric) {
    case 'failure_rate':
      return rowsBehind('answer_good_rate').of;
    case 'mrr_at_k':
    case 'hit_rate_at_k':
      return rowsBehind('hit_rate_at_k').n;
    case 'total_ms':
    case 'cost_usd':
      return {};
    default:
      return rowsBehind(metric).n;
  }
}

export function valueWords(unit: Row['unit'], side: Row['a']): string {
  if (side.value === null || side.display === 'counts') {
    return side.of === 0 ? '–' : `${formatCount(rounded(side.n))} of ${formatCount(side.of)}`;
  }
  return formatValue(unit, side.value);
}

export function basisWords({ unit, metric }: Pick<Row, 'unit' | 'metric'>, side: Row['a']): string {
  if (side.of === 0) return unit === 'share' || unit === 'score' ? 'nothing to count' : 'not logged';
  if (side.display === 'counts') return 'too few for a number';
  if (side.value === null) return 'too few hits graded';
  const isGraded = metric === 'hit_rate_at_k' || metric === 'mrr_at_k';
  const counts =
    unit === 'share' && !isGraded
      ? `${formatCount(rounded(side.n))} of ${formatCount(side.of)}`
      : `n\u00a0${formatCount(side.n)}`;
  return [formatInterval(unit, side), counts].filter((part) => part !== '').join('; ');
}

const rounded = (count: number) => Math.round(count * 10) / 10;

/** "+3.4 points (1.2 to 5.6)"; of a mean in its unit. */
export function differenceWords(
  unit: Row['unit'],
  { value, lower, upper }: { value: number; lower: number; upper: number },
): { difference: string; interval: string } {
  const show = unit === 'share' ? points : (one: number) => signed(one, formatValue(unit, Math.abs(one)));
  return {
    difference: unit === 'share' ? `${points(value)} points` : show(value),
    interval: `${show(lower)} to ${show(upper)}`,
  };
}

function points(share: number): string {
  const digits = Math.abs(share) < 0.0995 ? 1 : 0;
  return signed(share, (Math.abs(share) * 100).toFixed(digits).replace(/\.0$/, ''));
}

function signed(value: number, text: string): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${text}`;
}

/** What the rates of a side's labels rest on, where that is not all of them drawn at random. */
export function sampleWords({ sample, counting }: Comparison['a']): string {
  if (sample === 'not_random') return ', not a random sample';
  return sample === 'mixed' ? `, the rates from the ${formatCount(counting)} drawn at random` : '';
}

/** "p 0.03"; below a thousandth "p < 0.001". */
export function pWords(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p ${p < 0.095 ? p.toPrecision(1) : p.toFixed(2)}`;
}

/**
 * "To see 5 points: 1,235 more labels on A, 980 on B; to be called different: 2,360 and 1,870." What is called
 * different already needs none for that.
 */
export function moreWords({ labelled, more, difference, paired }: Row, pointsAsked: number): string {
  if (more === null) return '';
  const isDifferent = difference?.different || paired?.difference.different;
  const what = labelled ? 'label' : 'query';
  const many = labelled ? 'labels' : 'queries';
  if (isDifferent && more.a + more.b === 0) return `Enough to see ${pointsAsked} points.`;
  if (more.badgeA + more.badgeB === 0)
    return `Enough to see ${pointsAsked} points, and to call them different.`;
  const badge = `to be called different: ${formatCount(more.badgeA)} and ${formatCount(more.badgeB)}`;
  if (more.a + more.b === 0)
    return `Enough to see ${pointsAsked} points at one look; ${badge} more on A and B.`;
  const seen = `To see ${pointsAsked} points: ${countOf(more.a, `more ${what}`, `more ${many}`)} on A, ${formatCount(more.b)} on B`;
  return isDifferent ? `${seen}.` : `${seen}; ${badge}.`;
}

/** Where the sides are not of the same mix: what the failure rate of B would be with A's. */
export function standardisedWords({ standardised, metrics }: Comparison): string | null {
  if (standardised === null) return null;
  const { dimension, group, shareA, shareB, rate, difference } = standardised;
  const { difference: now, interval } = differenceWords('share', difference);
  const plain = metrics.find(({ metric }) => metric === 'failure_rate')?.difference;
  const before =
    plain == null ? '' : `; as it stands the difference is ${differenceWords('share', plain).difference}`;
  const share = (value: number) => formatValue('share', value);
  const name = DIMENSION_WORDS[dimension].toLowerCase();
  return `The sides are not of the same mix: ${name} ${group || 'not given'} has ${share(shareA)} of the queries of A and ${share(shareB)} of B. With A’s mix of this dimension ${share(rate)} of B’s answers would fail, ${now} (${interval}) against A${before}.`;
}

/** The comparison in one sentence. */
export function summaryOf({ metrics, tests, k }: Comparison): string {
  if (tests === 0) return 'There is nothing to compare yet: each metric lacks numbers on one side.';
  const different = metrics.filter(
    ({ difference, paired }) => difference?.different || paired?.difference.different,
  );
  if (different.length === 0) {
    return `The sides cannot be told apart: none of ${countOf(tests, 'difference')} is larger than chance makes them for a team that looks every day.`;
  }
  const names = different.map((row) => {
    const { value } = row.difference?.different ? row.difference : (row.paired?.difference ?? { value: 0 });
    const higher = value > 0 ? 'higher' : 'lower';
    return `${metricName(row, k)} is ${higher} on B`;
  });
  return `Different: ${names.join('; ')}. The other ${countOf(metrics.length - different.length, 'metric')} cannot be told apart.`;
}
