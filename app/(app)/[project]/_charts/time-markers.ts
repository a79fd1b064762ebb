import type { Context } from '#lib/platform/context.ts';
import { changeCandidates } from '#lib/quality/queries/change-candidates.ts';
import { listDeployments } from '#lib/quality/queries/deployments.ts';
import type { Range } from '#lib/quality/schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import type { TimeMarker } from '../../../_components/time-series/series.ts';
import { DIMENSION_WORDS } from './dimension-words.ts';

/** Markers closer than this share of the range could not be told apart. */
const MIN_GAP = 0.02;
const MAX_MARKERS = 8;

interface Happening {
  at: number;
  name: string;
  /** Sent as a deployment, not seen in the log alone. */
  isSent: boolean;
}

/**
 * What happened to the application: the deployments that were sent, and of what nobody sent, when a version was first
 * seen in its log. Of more than eight the deployments are kept first, and of these the latest.
 */
export async function timeMarkers(ctx: Context, filter: Filter, range: Range): Promise<TimeMarker[]> {
  const [from, to] = [Date.parse(range.from), Date.parse(range.to)];
  if (to <= from) return [];
  const [sent, seen] = await Promise.all([
    listDeployments(ctx, { from: range.from, to: range.to }),
    changeCandidates(ctx, filter, range),
  ]);
  const wanted = filter.environment;
  const deployments = sent.filter(
    ({ environment }) => environment === '' || wanted === undefined || wanted.includes(environment),
  );
  const isSent = new Set(deployments.map(({ dimension, version }) => `${dimension} ${version}`));
  const first = seen.filter(({ dimension, value }) => !isSent.has(`${dimension} ${value}`));
  const name = (dimension: keyof typeof DIMENSION_WORDS, value: string) =>
    `${DIMENSION_WORDS[dimension].toLowerCase()} ${shorten(value)}`;
  const kept: Happening[] = [
    ...deployments.map(({ at, dimension, version }) => ({
      at: Date.parse(at),
      name: name(dimension, version),
      isSent: true,
    })),
    ...first.map(({ at, dimension, value }) => ({ at, name: name(dimension, value), isSent: false })),
  ];
  return merged(kept.slice(0, MAX_MARKERS), (to - from) * MIN_GAP);
}

/** In the order of time; those too close to tell apart share a line. */
function merged(happenings: readonly Happening[], gapMs: number): TimeMarker[] {
  const groups: Happening[][] = [];
  for (const happening of happenings.toSorted((a, b) => a.at - b.at)) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && happening.at - last[0].at < gapMs) last.push(happening);
    else groups.push([happening]);
  }
  return groups.map((group) => ({
    at: new Date(group[0]?.at ?? 0).toISOString(),
    label: `${group.map(({ name }) => name).join(', ')}${group.every(({ isSent }) => isSent) ? ' deployed' : ''}`,
  }));
}

function shorten(value: string): string {
  return value.length > 20 ? `${value.slice(0, 19)}…` : value;
}
