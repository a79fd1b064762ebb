import { DEFAULT_THRESHOLD } from './graded-ranking.ts';
import { judged } from './judged-at-k.ts';
import type { MetricDescription, RankingMetric } from './ranking-metric.ts';
import { rankingMetrics } from './registry.ts';

const INTRODUCTION = `# Retrieval metrics

Made from \`lib/retrieval-metrics\` by \`node bin/write-metrics-document.ts\`; a test holds the two equal.

- The retriever's order is kept. \`k\` is 1, 3, 5, 10 or 20; a list shorter than k has empty places.
- t, the grade from which a hit counts as relevant, is ${DEFAULT_THRESHOLD} (grades: 0 irrelevant, 1 related, 2 relevant, 3 answers it).
- R is the number of all chunks judged relevant for the question, inside and outside the list.
- Ungraded is not irrelevant. A query's value is _known_ when it is the same with every ungraded hit at 0 and at 3; the
  point is the mean over the known queries, the band the mean over all with either filling. Metrics that need a complete
  list have a point only where at least 95 % of the top hits are graded.
- Zero hits are known: 0 in every metric.
- Where R is needed, a query is measurable only if a chunk outside its own list was judged for the same question.
- People, what was expected, and judges are separate series and never mixed.`;

/** docs/metrics.md: what each metric of the registry is. */
export function metricsDocument(): string {
  const entries = Object.values(rankingMetrics).map((metric) => entry(metric, propertiesOf(metric)));
  return `${[INTRODUCTION, ...entries, entry(judged, ['A coverage: how far the metrics can be trusted.'])].join('\n\n')}\n`;
}

function entry({ name, formula, reference, help }: MetricDescription, properties: readonly string[]): string {
  const lines = [`Formula: ${formula}`, `Reference: ${reference}`, ...properties];
  return `## ${name}\n\n${help}\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

function propertiesOf(metric: RankingMetric): string[] {
  return [
    `Id: \`${metric.id}\`${metric.apiOnly ? ', in the API only' : ''}`,
    ...(metric.needsOutsideJudgements ? ['Needs judgements from outside the list.'] : []),
    ...(metric.needsJudgedTopK ? ['Needs at least 95 % of the top hits graded for a point.'] : []),
    ...(metric.ungraded === 'passed_over' ? ['Passes over what nobody graded.'] : []),
  ];
}
