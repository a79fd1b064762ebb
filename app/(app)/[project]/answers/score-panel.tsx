import type { Context } from '#lib/platform/context.ts';
import { type ScoreSeries, scoreSeries } from '#lib/quality/queries/score-series.ts';
import type { Bucket } from '#lib/quality/schema.ts';
import { type Filter, toSearchParams } from '#lib/query-log/filter.ts';
import type { SeriesLine, SeriesView } from '../../../_components/time-series/series.ts';
import { TimeSeries } from '../../../_components/time-series/time-series.tsx';
import type { ChartContext } from '../_charts/chart-of-series.ts';
import { CHART_HEIGHT } from '../_charts/charts.tsx';
import { PanelFault } from '../_charts/panel-fault.tsx';
import { panelResult } from '../_charts/panel-result.ts';
import { SOURCE_WORDS } from '../_components/label-words.ts';

const TITLE = 'Scores of answers';
/** People and judges have the same colour here as in the charts of grades. */
const SLOTS = { person: 0, judge: 2, code: 4 } as const;

/** One name at a time, since names have scales of their own; a line for each source. */
export async function ScorePanel({
  ctx,
  bucket,
  context,
}: {
  ctx: Context;
  bucket: Bucket | 'auto';
  context: () => Promise<ChartContext>;
}) {
  const result = await panelResult(async () => {
    const shared = await context();
    return { shared, series: await scoreSeries(ctx, shared.filter, { bucket }) };
  });
  if (!result.ok) return <PanelFault title={TITLE} message={result.message} height={CHART_HEIGHT} />;
  const { shared, series } = result.value;
  return (
    <TimeSeries
      title={titleOf(series)}
      measures="Mean of what programs, judges and people outside scored, over the queries with a value; sources apart."
      views={viewsOf(series, shared)}
      buckets={series.spans}
      markers={shared.markers}
      width={series.range.bucket}
      tz={series.range.tz}
      unit="score"
      syncId="page"
      empty="No score of an answer in this range was sent."
    />
  );
}

/** A single line has neither choice nor legend to say what it is. */
function titleOf({ lines }: ScoreSeries): string {
  const [only] = lines;
  return only === undefined || lines.length > 1
    ? TITLE
    : `${TITLE}: ${only.name} (${SOURCE_WORDS[only.source].toLowerCase()})`;
}

function viewsOf(series: ScoreSeries, context: ChartContext): SeriesView[] {
  const places = new Map(series.spans.map(({ start }, place) => [start, place]));
  const byName = Map.groupBy(series.lines, ({ name }) => name);
  return [...byName].map(([name, lines]) => ({
    id: name,
    label: name,
    lines: lines.map(
      ({ source }): SeriesLine => ({
        id: `${name} ${source}`,
        label: SOURCE_WORDS[source],
        slot: SLOTS[source],
        isRate: false,
        href: `/${context.project}/queries?${toSearchParams(withScore(context.filter, name))}`,
        // The list does not tell sources apart, and keeps back what its reader must judge unseen.
        opens: lines.length === 1 && source === 'code' ? 'n' : 'some',
        points: series.buckets
          .filter((point) => point.metric === name && point.group === source)
          .map(({ start, value, lower, upper, n, of, display }) => ({
            bucket: places.get(start) ?? 0,
            value,
            lower,
            upper,
            n,
            of,
            display,
          })),
      }),
    ),
  }));
}

/** The queries that have a value, unless the page asks for certain ones already. */
function withScore({ from: _, to: __, ...filter }: Filter, name: string): Filter {
  return { ...filter, score: { [name]: ['..'], ...filter.score } };
}
