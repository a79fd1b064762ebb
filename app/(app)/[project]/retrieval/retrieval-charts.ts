import type { ChartDefinition } from '../_charts/chart-definition.ts';
import { ZERO_HIT_CHART } from '../_charts/zero-hit-chart.ts';

/** Charts that need no label. */
export const MEASURED_CHARTS: ChartDefinition[] = [
  ZERO_HIT_CHART,
  {
    id: 'hits',
    title: 'Hits per query',
    measures: 'Mean number of hits, over queries whose retrieval ran without failing.',
    empty: 'No retrieval of this range ran without failing.',
    lines: [{ metric: 'hits_per_query', label: 'Hits', slot: 0 }],
  },
  {
    id: 'top-score',
    title: 'Top score',
    measures:
      'Median score of the first hit, over queries with a scored hit; retrievers and score kinds apart.',
    empty: 'No first hit of this range has a score.',
    lines: [{ metric: 'top_score', label: 'Top score', slot: 0 }],
    fromZero: false,
  },
  {
    id: 'latency',
    title: 'Retrieval latency',
    measures: 'Median and 95th percentile, over queries that logged a retrieval time.',
    empty: 'No query of this range logged a retrieval time.',
    lines: [
      { metric: 'retrieval_p50_ms', label: 'p50', slot: 0 },
      { metric: 'retrieval_p95_ms', label: 'p95', slot: 1 },
    ],
  },
];

const NOTHING_GRADED = 'No hits of this range are graded, and no query says what it expected.';

/** Charts from grades. People, what was expected and judges stay lines of their own, never one. */
export function gradedCharts(k: number): ChartDefinition[] {
  return [
    {
      id: 'hit-rate',
      title: `Hit rate@${k}`,
      measures: `Share of queries with a relevant hit (grade 2 or 3) among the first ${k}, of those where that is known; not weighted by how they were drawn. Zero hits count as 0, in the share they have of all queries.`,
      empty: NOTHING_GRADED,
      lines: [
        { metric: 'hit_rate_at_k', label: 'People', slot: 0 },
        { metric: 'hit_rate_at_k_expected', label: 'Expected', slot: 1 },
        { metric: 'hit_rate_at_k_judge', label: 'Judge', slot: 2 },
      ],
    },
    {
      id: 'mrr',
      title: `MRR@${k}`,
      unit: 'score',
      measures: `Mean of 1 / rank of the first relevant hit among the first ${k}, 0 without one, over queries where that is known.`,
      empty: NOTHING_GRADED,
      lines: [
        { metric: 'mrr_at_k', label: 'People', slot: 0 },
        { metric: 'mrr_at_k_expected', label: 'Expected', slot: 1 },
        { metric: 'mrr_at_k_judge', label: 'Judge', slot: 2 },
      ],
    },
    {
      id: 'precision',
      title: `Precision@${k}`,
      measures: `Mean share of the first ${k} places that hold a relevant hit. A band without a line where under 95 % of the hits are graded.`,
      empty: NOTHING_GRADED,
      lines: [
        { metric: 'precision_at_k', label: 'People', slot: 0 },
        { metric: 'precision_at_k_expected', label: 'Expected', slot: 1 },
        { metric: 'precision_at_k_judge', label: 'Judge', slot: 2 },
      ],
    },
    {
      id: 'ndcg',
      title: `nDCG@${k}`,
      unit: 'score',
      measures: `How close the first ${k} are to the best order of all judged, mean. A band where under 95 % of the hits are graded.`,
      empty: 'No hits of this range are graded.',
      lines: [
        { metric: 'ndcg_at_k', label: 'People', slot: 0 },
        { metric: 'ndcg_at_k_judge', label: 'Judge', slot: 2 },
      ],
    },
    {
      id: 'recall',
      title: `Recall@${k}`,
      measures: `Mean share of the known relevant chunks among the first ${k}. Of people only where a chunk outside the list was judged too; a band where under 95 % of the hits are graded.`,
      empty: NOTHING_GRADED,
      lines: [
        { metric: 'recall_at_k', label: 'People', slot: 0 },
        { metric: 'recall_at_k_expected', label: 'Expected', slot: 1 },
      ],
    },
    {
      id: 'map',
      title: `MAP@${k}`,
      unit: 'score',
      measures: `Mean of the precision at every relevant hit of the first ${k}, over all known relevant chunks; under the same conditions as recall.`,
      empty: NOTHING_GRADED,
      lines: [
        { metric: 'map_at_k', label: 'People', slot: 0 },
        { metric: 'map_at_k_expected', label: 'Expected', slot: 1 },
      ],
    },
    {
      id: 'ndcg-exponential',
      title: `nDCG@${k}, exponential gain`,
      unit: 'score',
      measures: 'As nDCG, but a hit that answers the question weighs seven times a related one.',
      empty: 'No hits of this range are graded.',
      lines: [{ metric: 'ndcg_exponential_at_k', label: 'People', slot: 0 }],
    },
    {
      id: 'judged',
      title: `Judged@${k}`,
      measures: `Share of the first ${k} hits that people graded, over the queries that somebody looked at: how far the metrics can be trusted.`,
      empty: 'No hits of this range are graded.',
      lines: [{ metric: 'judged_at_k', label: 'People', slot: 0 }],
    },
  ];
}
