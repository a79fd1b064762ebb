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

export const ZERO_HIT_CHART: ChartDefinition = {
  id: 'zero-hit',
  title: 'Zero-hit rate',
  measures: 'Share of queries that found nothing, of those whose retrieval ran.',
  lines: [{ metric: 'zero_hit_rate', label: 'Zero-hit', slot: 0 }],
};

/** Both sides of the latency; its lines come from two questions over the same axis. */
export const LATENCY_CHART: ChartDefinition = {
  id: 'latency',
  title: 'Latency: retrieval and generation',
  measures: 'Median and 95th percentile of each side, over queries that logged it.',
  lines: [
    { metric: 'retrieval_p50_ms', label: 'Retrieval p50', slot: 0 },
    { metric: 'retrieval_p95_ms', label: 'Retrieval p95', slot: 2 },
    { metric: 'generation_p50_ms', label: 'Generation p50', slot: 1 },
    { metric: 'generation_p95_ms', label: 'Generation p95', slot: 3 },
  ],
};
