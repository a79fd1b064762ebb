import { averagePrecisionAtK } from './average-precision-at-k.ts';
import type { JudgedRanking, MetricOptions } from './graded-ranking.ts';
import { hitRateAtK } from './hit-rate-at-k.ts';
import { ndcgAtK } from './ndcg-at-k.ts';
import { precisionAtK } from './precision-at-k.ts';
import { recallAtK } from './recall-at-k.ts';
import { reciprocalRankAtK } from './reciprocal-rank-at-k.ts';

/** What a reader of a chart is told about a number. */
export interface MetricDescription {
  readonly name: string;
  readonly formula: string;
  readonly reference: string;
  readonly help: string;
}

export interface RankingMetric extends MetricDescription {
  readonly id: string;
  /** Not measurable for a query when no chunk outside its own list was judged. */
  readonly needsOutsideJudgements: boolean;
  /**
   * The mean over known queries is biased unless nearly every top hit is graded: hit rate and MRR are exact
   * under the usual grading protocols, the others are not.
   */
  readonly needsJudgedTopK: boolean;
  readonly compute: (ranking: JudgedRanking, options: MetricOptions) => number;
}

const MANNING = 'Manning, Raghavan, Schütze: Introduction to Information Retrieval (2008), ch. 8';

const metrics = {
  hit_rate: {
    id: 'hit_rate',
    name: 'hit rate@k',
    formula: '1 if any grade in the top k ≥ t, else 0',
    reference: 'trec_eval success_k',
    help: 'Share of queries with at least one relevant hit among the first k.',
    needsOutsideJudgements: false,
    needsJudgedTopK: false,
    compute: hitRateAtK,
  },
  mrr: {
    id: 'mrr',
    name: 'MRR@k',
    formula: '1 / rank of the first grade ≥ t in the top k, else 0',
    reference: 'Voorhees: The TREC-8 Question Answering Track Report (1999); trec_eval recip_rank, cut at k',
    help: 'How high the first relevant hit stands: 1 for rank 1, 0.5 for rank 2, 0 when there is none.',
    needsOutsideJudgements: false,
    needsJudgedTopK: false,
    compute: reciprocalRankAtK,
  },
  precision: {
    id: 'precision',
    name: 'precision@k',
    formula: '(number of grades ≥ t in the top k) / k',
    reference: `${MANNING}; trec_eval P_k`,
    help: 'Share of the first k places that hold a relevant hit. A list shorter than k loses the empty places.',
    needsOutsideJudgements: false,
    needsJudgedTopK: true,
    compute: precisionAtK,
  },
  ndcg: {
    id: 'ndcg',
    name: 'nDCG@k',
    formula: 'DCG@k / DCG@k of the best order of all judged chunks; DCG@k = Σ grade at rank i / log₂(i + 1)',
    reference:
      'Järvelin, Kekäläinen: Cumulated gain-based evaluation of IR techniques (2002); trec_eval ndcg_cut_k',
    help: 'How close the order of the first k comes to the best order of everything judged for the question.',
    needsOutsideJudgements: true,
    needsJudgedTopK: true,
    compute: ndcgAtK,
  },
  recall: {
    id: 'recall',
    name: 'recall@k',
    formula: '(number of grades ≥ t in the top k) / (number of all judged chunks with grade ≥ t)',
    reference: `${MANNING}; trec_eval recall_k`,
    help: 'Share of the known relevant chunks that are among the first k.',
    needsOutsideJudgements: true,
    needsJudgedTopK: true,
    compute: recallAtK,
  },
  map: {
    id: 'map',
    name: 'MAP@k',
    formula:
      '(Σ precision@i over the ranks i ≤ k with grade ≥ t) / (number of all judged chunks with grade ≥ t)',
    reference: `${MANNING}; trec_eval map_cut_k`,
    help: 'Precision at every relevant hit of the first k, averaged over all known relevant chunks.',
    needsOutsideJudgements: true,
    needsJudgedTopK: true,
    compute: averagePrecisionAtK,
  },
} as const satisfies Record<string, RankingMetric>;

export type MetricId = keyof typeof metrics;

/** Every ranking metric by its id. A further metric is one file with its function and one record here. */
export const rankingMetrics: Readonly<Record<MetricId, RankingMetric>> = metrics;

/** judged@k says how far the metrics can be trusted; it is a coverage, not a ranking metric. */
export const judgedAtKDescription: MetricDescription = {
  name: 'judged@k',
  formula: '(number of graded hits in the top k) / (number of hits in the top k)',
  reference: 'ir_measures Judged@k',
  help: 'Share of the first k hits that somebody graded.',
};
