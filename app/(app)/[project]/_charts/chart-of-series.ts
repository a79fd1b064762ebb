import { filterBehind, rowsBehind } from '#lib/quality/rows-behind.ts';
import { type Group, OTHER, type Point, type Series } from '#lib/quality/schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { toSearchParams } from '#lib/query-log/filter.ts';
import type { SeriesLine, SeriesView, TimeMarker } from '../../../_components/time-series/series.ts';
import { OTHER_SLOT } from '../../../_components/time-series/series-style.ts';
import type { TimeSeriesProps } from '../../../_components/time-series/time-series.tsx';
import type { ChartDefinition, ChartLine } from './chart-definition.ts';

export interface ChartContext {
  project: string;
  /** The filter that the series was asked with. */
  filter: Filter;
  markers: TimeMarker[];
}

/** What the chart draws: a view of all metrics, or one view a metric where each metric has a line for every group. */
export function chartOfSeries(
  series: Series,
  chart: ChartDefinition,
  context: ChartContext,
): TimeSeriesProps {
  const first = series.metrics.find(({ metric }) => metric === chart.lines[0]?.metric);
  return {
    title: chart.title,
    measures: measuresOf(series, chart, first),
    caution: cautionOf(series, first),
    views: viewsOf(series, chart, context),
    buckets: series.spans,
    markers: context.markers,
    width: series.range.bucket,
    tz: series.range.tz,
    unit: chart.unit ?? first?.unit ?? 'queries',
    fromZero: chart.fromZero ?? true,
    syncId: 'page',
    empty: chart.empty,
  };
}

type Info = Series['metrics'][number];

/** What rests on labels says whether it is weighted; rates of labels are, means of grades are not. */
function measuresOf(series: Series, { measures }: ChartDefinition, first: Info | undefined): string {
  const isDrawn = first?.sample === 'random' || first?.sample === 'mixed';
  return isDrawn && isWeighted(series, first) ? `${measures} Weighted by how queries were drawn.` : measures;
}

function cautionOf(series: Series, first: Info | undefined): string | undefined {
  if (first?.sample === 'not_random') return 'not a random sample';
  if (first?.sample !== 'mixed') return undefined;
  return isWeighted(series, first) ? 'value from the random part only' : 'part is not a random sample';
}

/** A correct answer's cost rests on a rate of labels. */
function isWeighted(series: Series, { metric }: Info): boolean {
  return isRate(series, metric) || metric === 'cost_usd_per_correct';
}

function viewsOf(series: Series, chart: ChartDefinition, context: ChartContext): SeriesView[] {
  const groups = groupsOf(series, chart);
  if (groups.length > 0 || series.groupBy !== null) {
    return chart.lines.map((line) => ({
      id: line.metric,
      label: line.label,
      lines: groups.map((group, i) => ({
        ...lineOf(series, line.metric, group, context),
        label: group.label,
        slot: group.group === OTHER ? OTHER_SLOT : i,
      })),
    }));
  }
  const lines = chart.lines
    .filter((line) => line.unlessSameAs === undefined || !isSame(series, line.metric, line.unlessSameAs))
    .map((line) => withName(lineOf(series, line.metric, null, context), line));
  if (chart.oneAtATime) return lines.map((line) => ({ id: line.id, label: line.label, lines: [line] }));
  return [{ id: chart.id, label: chart.title, lines }];
}

/** Scores of different retrievers or kinds are drawn apart, whatever the page is split by. */
function groupsOf(series: Series, chart: ChartDefinition): Group[] {
  const isScore = chart.lines.some(({ metric }) => metric === 'top_score');
  return isScore && series.scoreGroups.length > 0 ? series.scoreGroups : series.groups;
}

function withName(line: SeriesLine, { label, slot }: ChartLine): SeriesLine {
  return { ...line, label, slot };
}

function lineOf(
  series: Series,
  metric: ChartLine['metric'],
  group: Group | null,
  context: ChartContext,
): SeriesLine {
  const places = new Map(series.spans.map(({ start }, place) => [start, place]));
  const key = group?.group ?? null;
  const points = series.buckets.filter((point) => point.metric === metric && point.group === key);
  return {
    id: key === null ? metric : `${metric} ${key}`,
    label: '',
    slot: 0,
    isRate: isRate(series, metric),
    ...rowsOf(series, metric, key, context),
    points: points.map((point) => ({
      bucket: places.get(point.start) ?? 0,
      value: rounded(point.value),
      lower: rounded(point.lower),
      upper: rounded(point.upper),
      n: point.n,
      of: point.of,
      display: point.display,
    })),
  };
}

/** A hit rate counts the queries where it is known, not those with a hit. */
function isRate(series: Series, metric: ChartLine['metric']): boolean {
  const kind = series.metrics.find((info) => info.metric === metric)?.kind;
  return kind === 'rate' && !metric.startsWith('hit_rate');
}

/** Six digits are more than a chart can show, and half as long to send. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(6));
}

/** The list of a line's rows, but for the time: the counted ones where a filter can name them, else what they are of. */
function rowsOf(
  series: Series,
  metric: ChartLine['metric'],
  group: string | null,
  { project, filter }: ChartContext,
): Pick<SeriesLine, 'href' | 'opens'> {
  const { nIsExact, ofIsExact } = rowsBehind(metric);
  const opens = nIsExact ? 'n' : ofIsExact ? 'of' : 'some';
  const start = series.spans[0]?.start;
  if (start === undefined) return { href: null, opens };
  const rows = filterBehind(series, { start, group, metric }, filter, nIsExact ? 'n' : 'of');
  if (rows === null) return { href: null, opens };
  const { from: _, to: __, ...rest } = rows;
  return { href: `/${project}/queries?${toSearchParams(rest)}`, opens };
}

function isSame(series: Series, a: Point['metric'], b: Point['metric']): boolean {
  const of = (metric: Point['metric']) =>
    series.buckets
      .filter((point) => point.metric === metric)
      .map(({ start, value, n, of }) => [start, value, n, of].join(' '))
      .join();
  return of(a) === of(b);
}
