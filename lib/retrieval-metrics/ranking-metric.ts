import type { GradedRanking, JudgedRanking, MetricOptions } from './graded-ranking.ts';

/** What a reader of a number is told about it: the interface's help and docs/metrics.md are made of these. */
export interface MetricDescription {
  readonly name: string;
  /** t is the grade from which a hit counts as relevant, R the number of all chunks judged relevant. */
  readonly formula: string;
  readonly reference: string;
  readonly help: string;
}

interface MetricProperties extends MetricDescription {
  readonly id: string;
  /** Answered by the API alone: charts of it would only repeat others. */
  readonly apiOnly?: true;
  /** Not measurable for a query when no chunk outside its own list was judged. */
  readonly needsOutsideJudgements: boolean;
  /**
   * The mean over known queries is biased unless nearly every top hit is graded: hit rate and MRR are exact
   * under the usual grading protocols, the others are not.
   */
  readonly needsJudgedTopK: boolean;
}

/** A metric that needs a grade for every hit; gaps are filled for it, both ways. */
export interface FilledMetric extends MetricProperties {
  readonly ungraded: 'filled';
  readonly compute: (ranking: JudgedRanking, options: MetricOptions) => number;
}

/** A metric defined on partly graded lists, which passes over what nobody graded. */
export interface GapMetric extends MetricProperties {
  readonly ungraded: 'passed_over';
  readonly compute: (ranking: GradedRanking, options: MetricOptions) => number;
}

export type RankingMetric = FilledMetric | GapMetric;

export const MANNING = 'Manning, Raghavan, Schütze: Introduction to Information Retrieval (2008), ch. 8';
