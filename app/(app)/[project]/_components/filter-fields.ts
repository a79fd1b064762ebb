import type { Filter, RECORD_FIELDS } from '#lib/query-log/filter.ts';
import {
  ANSWER_STATE_WORDS,
  cellWords,
  DETAIL_WORDS,
  FAILURE_WORDS,
  FORMAT_WORDS,
  ORIGIN_WORDS,
  RETRIEVAL_STATE_WORDS,
  VERDICT_WORDS,
  wordsOf,
} from './label-words.ts';

export type FieldName = Exclude<keyof Filter, 'from' | 'to' | 'tz' | 'k' | 'q'>;

/** `dimension`: values are looked up with their counts. `choice`: fixed values. `text`: typed. `key`: key and value. */
export interface FilterField {
  name: FieldName;
  label: string;
  kind: 'dimension' | 'choice' | 'text' | 'key';
  choices?: Record<string, string>;
  /** Of a `key`: what is typed. */
  asks?: { key: string; value: string };
  /** Only one value makes sense. */
  single?: true;
}

type KeyField = (typeof RECORD_FIELDS)[number];

const YES_NO = { true: 'Yes', false: 'No' };
const cells = Object.keys(RETRIEVAL_STATE_WORDS).flatMap((retrieval) =>
  Object.keys(ANSWER_STATE_WORDS).map((answer) => `${retrieval}-${answer}`),
);

export const FILTER_FIELDS: readonly FilterField[] = [
  { name: 'model', label: 'Model', kind: 'dimension' },
  { name: 'promptVersion', label: 'Prompt version', kind: 'dimension' },
  { name: 'retriever', label: 'Retriever', kind: 'dimension' },
  { name: 'indexVersion', label: 'Index version', kind: 'dimension' },
  { name: 'environment', label: 'Environment', kind: 'dimension' },
  { name: 'release', label: 'Release', kind: 'dimension' },
  { name: 'verdict', label: 'Verdict', kind: 'choice', choices: { ...VERDICT_WORDS, none: 'Not labelled' } },
  { name: 'failure', label: 'Failure', kind: 'choice', choices: FAILURE_WORDS },
  { name: 'detail', label: 'Failure detail', kind: 'choice', choices: DETAIL_WORDS },
  {
    name: 'cell',
    label: 'Retrieval and answer',
    kind: 'choice',
    choices: Object.fromEntries(cells.map((cell) => [cell, cellWords(cell)])),
  },
  { name: 'zeroHit', label: 'Zero hits', kind: 'choice', choices: YES_NO, single: true },
  { name: 'cited', label: 'Cites a hit', kind: 'choice', choices: YES_NO, single: true },
  { name: 'format', label: 'Format', kind: 'choice', choices: FORMAT_WORDS },
  {
    name: 'error',
    label: 'Error',
    kind: 'choice',
    choices: {
      any: 'Any error',
      retrieval: 'In retrieval',
      generation: 'In generation',
      other: 'Elsewhere',
      none: 'No error',
    },
  },
  {
    name: 'feedback',
    label: 'Feedback',
    kind: 'choice',
    choices: { up: 'Thumbs up', down: 'Thumbs down', none: 'No feedback' },
  },
  { name: 'origin', label: 'Origin', kind: 'choice', choices: ORIGIN_WORDS },
  { name: 'tag', label: 'Tag', kind: 'text' },
  { name: 'reviewer', label: 'Reviewer', kind: 'text' },
  { name: 'sessionId', label: 'Session', kind: 'text' },
  { name: 'userId', label: 'User', kind: 'text' },
  { name: 'metadata', label: 'Metadata', kind: 'key', asks: { key: 'Key', value: 'Value' } },
  {
    name: 'score',
    label: 'Score',
    kind: 'key',
    asks: { key: 'Name of the score', value: 'Range such as 0.5..0.8, ..0.5 or 0.9.., or a label' },
  },
];

/** One filter that is on: what a chip shows and removes. `param` is its name in the URL. */
export interface ActiveFilter {
  field: FilterField;
  param: string;
  label: string;
  values: string[];
}

export function activeFilters(filter: Filter): ActiveFilter[] {
  return FILTER_FIELDS.flatMap((field) => {
    if (field.kind === 'key') {
      return Object.entries(filter[field.name as KeyField] ?? {}).map(([key, values]) => ({
        field,
        param: `${field.name}.${key}`,
        label: key,
        values: values ?? [],
      }));
    }
    const value = filter[field.name];
    if (value === undefined) return [];
    const values = Array.isArray(value) ? value.map(String) : [String(value)];
    return [{ field, param: field.name, label: field.label, values }];
  });
}

/** The filters that URL parameters name, valid or not: what is shown until the page has read them. */
export function namedFilters(params: URLSearchParams): ActiveFilter[] {
  const names = [...new Set(params.keys())];
  return FILTER_FIELDS.flatMap((field) => {
    const own = names.filter((name) =>
      field.kind === 'key' ? name.startsWith(`${field.name}.`) : name === field.name,
    );
    return own.map((param) => ({
      field,
      param,
      label: field.kind === 'key' ? param.slice(field.name.length + 1) : field.label,
      values: params.getAll(param),
    }));
  });
}

/** How the values of a filter are shown; a state of retrieval beside every state of the answer is one of them. */
export function valuesWords({ field, values }: Pick<ActiveFilter, 'field' | 'values'>): string[] {
  if (field.name !== 'cell') return values.map((value) => valueWords(field, value));
  const chosen = new Set(values);
  const answers = Object.keys(ANSWER_STATE_WORDS);
  const isWhole = (retrieval: string) => answers.every((answer) => chosen.has(`${retrieval}-${answer}`));
  const words = [...chosen].map((cell) => {
    const [retrieval = ''] = cell.split('-');
    return isWhole(retrieval) ? wordsOf(RETRIEVAL_STATE_WORDS, retrieval) : valueWords(field, cell);
  });
  return [...new Set(words)];
}

/** How a value is shown; the empty value of a dimension is "(none)". */
export function valueWords(field: FilterField, value: string): string {
  if (field.choices !== undefined) return wordsOf(field.choices, value);
  return value === '' ? '(none)' : value;
}
