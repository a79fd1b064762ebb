import { countMeasurement, type Measurement, sumMeasurement } from './measurement.ts';
import { METRIC_INFO } from './metric-info.ts';
import type { Point, QualityMetric, Sample, Series } from './schema.ts';
import type { Slice } from './slice.ts';

/** Place of a point: start of its bucket in epoch milliseconds, and its group ('' without grouping). */
export interface Place {
  start: number;
  grp: string;
}

export const placeKey = ({ start, grp }: Place): string => `${start} ${grp}`;

/** Collects the points of a chart and answers them in the order of metric, bucket and group. */
export class SeriesBuilder {
  private readonly points = new Map<QualityMetric, Map<string, Measurement>>();
  private readonly wanted: ReadonlySet<string>;

  constructor(metrics: readonly QualityMetric[]) {
    this.wanted = new Set(metrics);
    for (const metric of metrics) this.points.set(metric, new Map());
  }

  wants(...metrics: QualityMetric[]): boolean {
    return metrics.some((metric) => this.wanted.has(metric));
  }

  /** Sets a point; null leaves a gap, and a metric that was not asked for is dropped. */
  add(metric: QualityMetric, place: Place, measurement: Measurement | null): void {
    if (measurement !== null) this.points.get(metric)?.set(placeKey(place), measurement);
  }

  answer(slice: Slice, sample: Sample, scoreGroups: Series['scoreGroups'] = []): Series {
    const metrics = [...this.points.keys()];
    return {
      range: slice.range,
      k: slice.k,
      groupBy: slice.groupBy,
      groups: slice.groups,
      scoreGroups,
      metrics: metrics.map((metric) => {
        const { kind, unit, labelled } = METRIC_INFO[metric];
        return { metric, kind, unit, sample: labelled ? sample : null };
      }),
      spans: slice.spans,
      buckets: metrics.flatMap((metric) => this.pointsOf(metric, slice, scoreGroups)),
    };
  }

  private pointsOf(metric: QualityMetric, slice: Slice, scoreGroups: Series['scoreGroups']): Point[] {
    const found = this.points.get(metric) ?? new Map<string, Measurement>();
    const groups = metric === 'top_score' && scoreGroups.length > 0 ? scoreGroups : slice.groups;
    const keys = groups.length > 0 || slice.groupBy !== null ? groups.map(({ group }) => group) : [null];
    return slice.spans.flatMap((span, i) =>
      keys.flatMap((group): Point[] => {
        const start = slice.starts[i] ?? 0;
        const measurement = found.get(placeKey({ start, grp: group ?? '' })) ?? zeroOf(metric);
        if (measurement === null) return [];
        return [{ start: span.start, group, metric, ...measurement, partial: span.partial }];
      }),
    );
  }
}

/** Nothing happened: a true zero for counts and sums, a gap for everything else. */
function zeroOf(metric: QualityMetric): Measurement | null {
  const { kind } = METRIC_INFO[metric];
  if (kind === 'count') return countMeasurement(0);
  return kind === 'sum' ? sumMeasurement(0, 0, 0) : null;
}
