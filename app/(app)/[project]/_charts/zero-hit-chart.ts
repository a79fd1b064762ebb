import type { ChartDefinition } from './chart-definition.ts';

/** With and without what nobody could have found, the second only where it differs. */
export const ZERO_HIT_CHART: ChartDefinition = {
  id: 'zero-hit',
  title: 'Zero-hit rate',
  measures:
    'Share of queries that found nothing, of those whose retrieval ran. If answerable: without those marked as having nothing to find.',
  lines: [
    { metric: 'zero_hit_rate', label: 'All', slot: 0 },
    {
      metric: 'zero_hit_rate_answerable',
      label: 'If answerable',
      slot: 1,
      unlessSameAs: 'zero_hit_rate',
    },
  ],
};
