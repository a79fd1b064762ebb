import type { Dimension } from '../query-log/schema.ts';
import type { Change } from './schema.ts';

const DIMENSION_NAMES: Record<Dimension, string> = {
  indexVersion: 'index',
  promptVersion: 'prompt',
  model: 'model',
  retriever: 'retriever',
  release: 'release',
  environment: 'environment',
};
const METRIC_NAMES: Record<Change['metric'], string> = {
  zero_hit_rate: 'zero-hit rate',
  error_rate: 'error rate',
  hit_rate_at_k: 'hit rate',
  answer_good_rate: 'good answers',
  total_p95_ms: 'p95 latency',
};

/**
 * "Since Tue 17 Nov 14:01, index v8: zero-hit rate from 3 % to 19 % (n 600 before, 412 after; deployed Tue 17 Nov
 * 14:00)", in the given zone. A change begins with the first query after the deployment, which may not be known.
 */
export function changeText(
  change: Omit<Change, 'text' | 'filter'>,
  tz: string,
  k: number,
  deployedAt?: string,
): string {
  const cause =
    change.dimension === null
      ? 'against the period before'
      : `${DIMENSION_NAMES[change.dimension]} ${change.value}`;
  const metric = METRIC_NAMES[change.metric] + (change.metric === 'hit_rate_at_k' ? `@${k}` : '');
  const show = change.metric === 'total_p95_ms' ? milliseconds : percent;
  const moved = `${metric} from ${show(change.before)} to ${show(change.after)}`;
  const basis = `n ${change.nBefore.toLocaleString('en-GB')} before, ${change.nAfter.toLocaleString('en-GB')} after`;
  const deployed = deployedAt === undefined ? '' : `; deployed ${localTime(deployedAt, tz)}`;
  return `Since ${localTime(change.at, tz)}, ${cause}: ${moved} (${basis}${deployed})`;
}

function localTime(instant: string, tz: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: tz,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('weekday')} ${of('day')} ${of('month')} ${of('hour')}:${of('minute')}`;
}

function percent(share: number): string {
  const value = share * 100;
  const digits = value !== 0 && (value < 1 || value > 99) && value !== 100 ? 1 : 0;
  return `${value.toFixed(digits)} %`;
}

function milliseconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
