import type { Context } from '#lib/platform/context.ts';
import { changeCandidates } from '#lib/quality/queries/change-candidates.ts';
import type { Range } from '#lib/quality/schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import type { TimeMarker } from '../../../_components/time-series/series.ts';
import { DIMENSION_WORDS } from './dimension-words.ts';

/** Markers closer than this share of the range could not be told apart. */
const MIN_GAP = 0.02;
const MAX_MARKERS = 4;

/** When a version was first seen: what happened to the application, as its own log tells it. */
export async function firstAppearances(ctx: Context, filter: Filter, range: Range): Promise<TimeMarker[]> {
  const from = Date.parse(range.from);
  const to = Date.parse(range.to);
  if (to <= from) return [];
  const candidates = await changeCandidates(ctx, filter, range);
  const markers: TimeMarker[] = [];
  for (const { dimension, value, at } of candidates) {
    const last = markers.at(-1);
    const isNear = last !== undefined && at - Date.parse(last.at) < (to - from) * MIN_GAP;
    const label = `${DIMENSION_WORDS[dimension].toLowerCase()} ${shorten(value)}`;
    if (isNear) last.label += `, ${label}`;
    else markers.push({ at: new Date(at).toISOString(), label });
  }
  return markers.slice(0, MAX_MARKERS);
}

function shorten(value: string): string {
  return value.length > 20 ? `${value.slice(0, 19)}…` : value;
}
