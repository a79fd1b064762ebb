import type { ChartDefinition } from '../_charts/chart-definition.ts';

/** Charts from what people said. */
export const JUDGED_CHARTS: ChartDefinition[] = [
  {
    id: 'verdicts',
    title: 'Verdicts',
    measures:
      'Share of each verdict, of all labelled queries. Disputed: reviewers disagree without a majority.',
    empty: 'No answer of this range is labelled.',
    lines: [
      { metric: 'correct', label: 'Correct', slot: 0 },
      { metric: 'partly', label: 'Partly correct', slot: 4 },
      { metric: 'wrong', label: 'Wrong', slot: 1 },
      { metric: 'disputed', label: 'Disputed', slot: 3 },
    ],
  },
  {
    id: 'failures',
    title: 'Kinds of failure',
    measures: 'Share of each kind, of the queries whose answer is partly correct or wrong.',
    empty: 'No answer of this range is labelled partly correct or wrong.',
    lines: [
      { metric: 'missing_knowledge', label: 'Missing knowledge', slot: 0 },
      { metric: 'weak_reasoning', label: 'Weak reasoning', slot: 1 },
      { metric: 'wrong_format', label: 'Wrong format', slot: 2 },
      { metric: 'unclear', label: 'Unclear', slot: 5 },
    ],
  },
  {
    id: 'feedback',
    title: 'Feedback',
    measures: 'Share of thumbs up and thumbs down from end users, of the queries with feedback.',
    empty: 'No end user of this range gave thumbs up or down.',
    lines: [
      { metric: 'feedback_up', label: 'Thumbs up', slot: 0 },
      { metric: 'feedback_down', label: 'Thumbs down', slot: 1 },
    ],
  },
];

/** Charts that need nobody. */
export const MEASURED_CHARTS: ChartDefinition[] = [
  {
    id: 'errors',
    title: 'Errors by stage',
    measures: 'Share of queries that failed in each stage, of all queries.',
    lines: [
      { metric: 'error_retrieval', label: 'Retrieval', slot: 0 },
      { metric: 'error_generation', label: 'Generation', slot: 1 },
      { metric: 'error_other', label: 'Elsewhere', slot: 5 },
    ],
  },
  {
    id: 'format',
    title: 'Format conformity',
    measures: 'Share of answers with the form that the project asks for, of those that its rules checked.',
    empty:
      'No answer of this range was checked: no format rule was in force. They are set under Settings, Formats.',
    lines: [{ metric: 'format_conformity', label: 'As asked', slot: 2 }],
  },
  {
    id: 'citations',
    title: 'Citation coverage',
    measures:
      'Of answers in prose with hits: the mean share of sentences linked to a hit (by number, name or eight shared words), and the share of answers without any.',
    empty: 'No answer of this range is prose with hits that was looked through for citations.',
    lines: [
      { metric: 'citation_coverage', label: 'Sentences linked', slot: 0 },
      { metric: 'uncited_rate', label: 'Answers without a link', slot: 1 },
    ],
  },
  {
    id: 'latency',
    title: 'Generation latency',
    measures: 'Median and 95th percentile, over queries that logged a generation time.',
    empty: 'No query of this range logged a generation time.',
    lines: [
      { metric: 'generation_p50_ms', label: 'p50', slot: 0 },
      { metric: 'generation_p95_ms', label: 'p95', slot: 1 },
    ],
  },
  {
    id: 'cost',
    title: 'Cost',
    measures:
      'US dollars. A query: the mean where the cost is known. A correct answer: that, over the share of correct answers that the labels give.',
    empty:
      'No query of this range has a known cost. It comes with the query, or from its tokens and the prices under Settings.',
    lines: [
      { metric: 'cost_usd_per_query', label: 'A query', slot: 0 },
      { metric: 'cost_usd_per_correct', label: 'A correct answer', slot: 2 },
      { metric: 'cost_usd_sum', label: 'In total', slot: 1 },
    ],
    oneAtATime: true,
  },
  {
    id: 'tokens',
    title: 'Tokens',
    measures: 'Mean of a query, over the queries that logged them; input with what came from a cache.',
    empty: 'No query of this range logged its tokens.',
    lines: [
      { metric: 'tokens_input_per_query', label: 'Input', slot: 0 },
      { metric: 'tokens_output_per_query', label: 'Output', slot: 1 },
    ],
    oneAtATime: true,
  },
];
