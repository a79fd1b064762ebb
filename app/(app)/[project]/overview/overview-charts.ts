import type { ChartDefinition } from '../_charts/chart-definition.ts';

export const TRAFFIC_CHARTS: ChartDefinition[] = [
  {
    id: 'queries',
    title: 'Queries',
    measures: 'Number of queries.',
    lines: [{ metric: 'queries', label: 'Queries', slot: 0 }],
  },
  {
    id: 'errors',
    title: 'Error rate',
    measures: 'Share of queries that failed in any stage, of all queries.',
    lines: [{ metric: 'error_rate', label: 'Errors', slot: 1 }],
  },
];

/** Both sides of the latency; its lines come from two questions over the same axis. */
export const LATENCY_CHART: ChartDefinition = {
  id: 'latency',
  title: 'Latency: retrieval and generation',
  measures: 'Median and 95th percentile of each side, over queries that logged it.',
  empty: 'No query of this range logged how long its retrieval or its generation took.',
  lines: [
    { metric: 'retrieval_p50_ms', label: 'Retrieval p50', slot: 0 },
    { metric: 'retrieval_p95_ms', label: 'Retrieval p95', slot: 2 },
    { metric: 'generation_p50_ms', label: 'Generation p50', slot: 1 },
    { metric: 'generation_p95_ms', label: 'Generation p95', slot: 3 },
  ],
};
