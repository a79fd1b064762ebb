import { CELLS, type Filter } from '../query-log/filter.ts';
import { RESOLVED_VERDICTS } from '../query-log/schema.ts';
import type { Point, QualityMetric, Series } from './schema.ts';

export interface RowsBehind {
  /** Additions to the filter of point, group and span that list its `n`, and its `of`. */
  n: Filter;
  of: Filter;
  /** Whether the list counts exactly the number; otherwise it holds those rows and some more. */
  nIsExact: boolean;
  ofIsExact: boolean;
}

const cellsOf = (...states: string[]) =>
  CELLS.filter((cell) => states.some((state) => cell.startsWith(`${state}-`)));
/** Retrieval ran and did not fail; the same where something should have been found; its outcome is known. */
const RAN = cellsOf('good', 'bad', 'unknown', 'nothing_to_find');
const ANSWERABLE = cellsOf('good', 'bad', 'unknown');
const KNOWN = cellsOf('good', 'bad');
const FAILED: Filter = { verdict: ['partly', 'wrong'] };
const LABELLED: Filter = { verdict: [...RESOLVED_VERDICTS] };

const exact = (n: Filter, of: Filter): RowsBehind => ({ n, of, nIsExact: true, ofIsExact: true });
const verdict = (value: (typeof RESOLVED_VERDICTS)[number]) => exact({ verdict: [value] }, LABELLED);
const failure = (value: 'missing_knowledge' | 'wrong_format' | 'weak_reasoning' | 'unclear') =>
  exact({ ...FAILED, failure: [value] }, FAILED);
/** A measure: no filter tells which queries have it. */
const MEASURE: RowsBehind = { n: {}, of: {}, nIsExact: false, ofIsExact: true };
/** No filter tells which queries somebody looked at. */
const GRADED: RowsBehind = {
  n: { cell: KNOWN },
  of: { cell: ANSWERABLE },
  nIsExact: false,
  ofIsExact: false,
};
/** No filter tells which queries expected something, or had their hits graded by a judge. */
const SOME_ANSWERABLE: RowsBehind = {
  n: { cell: ANSWERABLE },
  of: { cell: ANSWERABLE },
  nIsExact: false,
  ofIsExact: false,
};

const ROWS: Readonly<Record<QualityMetric, RowsBehind>> = {
  zero_hit_rate: exact({ zeroHit: true, cell: RAN }, { cell: RAN }),
  zero_hit_rate_answerable: exact({ zeroHit: true, cell: ANSWERABLE }, { cell: ANSWERABLE }),
  hits_per_query: exact({ cell: RAN }, { cell: RAN }),
  top_score: MEASURE,
  hit_rate_at_k: { ...GRADED, nIsExact: true },
  mrr_at_k: GRADED,
  precision_at_k: GRADED,
  ndcg_at_k: GRADED,
  ndcg_exponential_at_k: GRADED,
  recall_at_k: GRADED,
  map_at_k: GRADED,
  r_precision_at_k: GRADED,
  bpref_at_k: GRADED,
  rbp_at_k: GRADED,
  judged_at_k: { ...GRADED, n: { cell: ANSWERABLE } },
  hit_rate_at_k_expected: SOME_ANSWERABLE,
  mrr_at_k_expected: SOME_ANSWERABLE,
  precision_at_k_expected: SOME_ANSWERABLE,
  recall_at_k_expected: SOME_ANSWERABLE,
  map_at_k_expected: SOME_ANSWERABLE,
  hit_rate_at_k_judge: SOME_ANSWERABLE,
  mrr_at_k_judge: SOME_ANSWERABLE,
  precision_at_k_judge: SOME_ANSWERABLE,
  ndcg_at_k_judge: SOME_ANSWERABLE,
  retrieval_p50_ms: MEASURE,
  retrieval_p95_ms: MEASURE,
  answer_good_rate: exact({ verdict: ['correct'] }, { verdict: ['correct', 'partly', 'wrong'] }),
  correct: verdict('correct'),
  partly: verdict('partly'),
  wrong: verdict('wrong'),
  disputed: verdict('disputed'),
  cannot_tell: verdict('cannot_tell'),
  missing_knowledge: failure('missing_knowledge'),
  wrong_format: failure('wrong_format'),
  weak_reasoning: failure('weak_reasoning'),
  unclear: failure('unclear'),
  error_rate: exact({ error: ['any'] }, {}),
  error_retrieval: exact({ error: ['retrieval'] }, {}),
  error_generation: exact({ error: ['generation'] }, {}),
  error_other: exact({ error: ['other'] }, {}),
  feedback_up: exact({ feedback: ['up'] }, { feedback: ['up', 'down'] }),
  feedback_down: exact({ feedback: ['down'] }, { feedback: ['up', 'down'] }),
  generation_p50_ms: MEASURE,
  generation_p95_ms: MEASURE,
  total_p50_ms: MEASURE,
  total_p95_ms: MEASURE,
  cost_usd_sum: MEASURE,
  cost_usd_per_query: MEASURE,
  tokens_input_sum: MEASURE,
  cost_usd_per_correct: exact({ verdict: ['correct'] }, { verdict: ['correct', 'partly', 'wrong'] }),
  tokens_output_sum: MEASURE,
  tokens_input_per_query: MEASURE,
  tokens_output_per_query: MEASURE,
  format_conformity: exact({ format: ['ok'] }, { format: ['ok', 'failed'] }),
  citation_coverage: MEASURE,
  uncited_rate: { n: {}, of: {}, nIsExact: false, ofIsExact: false },
  queries: exact({}, {}),
};

/** Which filter lists the rows of a point of this metric, beside the chart's filter, the group's and the span's. */
export function rowsBehind(metric: QualityMetric): RowsBehind {
  return ROWS[metric];
}

/**
 * The whole filter that lists the rows of a point: its `n`, or its `of`. `base` is the filter the chart was asked
 * with. Null where the group has no filter, or where the base already excludes all of them.
 */
export function filterBehind(
  series: Series,
  point: Pick<Point, 'start' | 'group' | 'metric'>,
  base: Filter,
  part: 'n' | 'of' = 'n',
): Filter | null {
  const span = series.spans.find(({ start }) => start === point.start);
  const groups =
    point.metric === 'top_score' && series.scoreGroups.length > 0 ? series.scoreGroups : series.groups;
  const group = point.group === null ? {} : groups.find((g) => g.group === point.group)?.filter;
  if (span === undefined || group === undefined || group === null) return null;
  const narrowed = intersect(
    intersect({ ...base, k: series.k }, group as Filter),
    rowsBehind(point.metric)[part],
  );
  return narrowed === null ? null : { ...narrowed, from: span.from, to: span.to };
}

/** Both conditions at once: lists keep what they share. Null where they share nothing. */
function intersect(base: Filter | null, more: Filter): Filter | null {
  if (base === null) return null;
  const merged: Record<string, unknown> = { ...base };
  for (const [name, wanted] of Object.entries(more)) {
    const present = merged[name];
    const value = present === undefined ? wanted : shared(name, present, wanted);
    if (value === null) return null;
    merged[name] = value;
  }
  return merged as Filter;
}

function shared(name: string, present: unknown, wanted: unknown): unknown {
  if (!Array.isArray(present) || !Array.isArray(wanted)) return present === wanted ? wanted : null;
  if (name === 'error' && wanted.includes('any') && !present.includes('any')) {
    return shared(name, present, ['retrieval', 'generation', 'other']);
  }
  if (name === 'error' && present.includes('any')) return wanted;
  const both = wanted.filter((value) => present.includes(value));
  return both.length === 0 ? null : both;
}
