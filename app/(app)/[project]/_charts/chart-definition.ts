import type { QualityMetric } from '#lib/quality/schema.ts';
import type { Unit } from '../../../_components/time-series/series.ts';

export interface ChartLine {
  metric: QualityMetric;
  label: string;
  /** Colour, dash and marker of the line; without grouping only. */
  slot: number;
  /** Left out where it would lie exactly on the line of this metric. */
  unlessSameAs?: QualityMetric;
}

/** One chart of a page: what it is called, what it measures and of what, and its lines. */
export interface ChartDefinition {
  id: string;
  title: string;
  measures: string;
  lines: ChartLine[];
  /** Lines whose scales have nothing in common are drawn one at a time. */
  oneAtATime?: true;
  /** How its values are written, where not as the metric's unit says. */
  unit?: Unit;
  /** Said where the range has no point: what is missing, and where it would come from. */
  empty?: string;
  /** Scores have no natural zero. */
  fromZero?: false;
}
