import { z } from 'zod';
import { TIME_ZONES } from '../platform/time-zones.ts';
import {
  DETAILS,
  ERROR_STAGES,
  FAILURES,
  FORMAT_STATES,
  K_VALUES,
  ORIGINS,
  RESOLVED_VERDICTS,
  RETRIEVAL_STATES,
} from './schema.ts';

const many = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item).min(1).max(100)).optional();
const text = z.string().min(1).max(512);
/** How a URL writes the empty value of a dimension; an empty parameter there means "not set". */
export const NO_VALUE = '(none)';
const dimensionValue = z
  .string()
  .max(512)
  .transform((value) => (value === NO_VALUE ? '' : value));
const flag = z.preprocess(
  (value) => (value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value),
  z.boolean(),
);
/** A record leaves `__proto__` out without a word, and the filter would match everything. */
const recordFilter = <T extends z.ZodType>(values: T) =>
  z.preprocess(
    (value, ctx) => {
      if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__'))
        ctx.issues.push({
          code: 'custom',
          input: value,
          path: ['__proto__'],
          message: 'is not a key that can be filtered by',
        });
      return value;
    },
    z.record(z.string().min(1).max(256), values),
  );
/** What `score.<name>` asks for: a range of values, both ends included and either open; `..` is any value. */
export function scoreRange(text: string): { low: number | undefined; high: number | undefined } | undefined {
  const [, low = '', high = ''] = /^(.*?)\.\.(.*)$/s.exec(text) ?? [];
  const isRange = text.includes('..') && [low, high].every((end) => end === '' || NUMBER.test(end));
  const number = (end: string) => (end === '' ? undefined : Number(end));
  return isRange ? { low: number(low), high: number(high) } : undefined;
}
const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const scoreValue = text.refine((value) => {
  const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = scoreRange(value) ?? {};
  return low <= high;
}, 'ends before it begins: write the smaller value first, as in 0.5..0.8');
const instant = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()])
  .transform((value) => new Date(value).toISOString());
const timeZones = new Set(TIME_ZONES);

export const timeZoneSchema = z
  .string()
  .refine((zone) => timeZones.has(zone), 'is not a time zone of the IANA list, such as Europe/Berlin');

const answerStates = ['good', 'bad', 'none'] as const;
/** A cell of the quadrant or one of the counts beside it: `<retrieval state>-<answer state>`. */
export const CELLS = RETRIEVAL_STATES.flatMap((retrieval) =>
  answerStates.map((answer) => `${retrieval}-${answer}` as const),
);

/**
 * The filters, under the same names everywhere: URL, API, export, queue. A repeated name means any of its values.
 * `to` is exclusive. `k` is how many of the top hits `cell` looks at.
 */
export const filterSchema = z.strictObject({
  from: instant.optional(),
  to: instant.optional(),
  tz: timeZoneSchema.optional(),
  k: z.coerce
    .number()
    .refine((k) => (K_VALUES as readonly number[]).includes(k), `must be one of ${K_VALUES.join(', ')}`)
    .optional(),
  q: z.string().min(1).max(1000).optional(),
  model: many(dimensionValue),
  promptVersion: many(dimensionValue),
  retriever: many(dimensionValue),
  indexVersion: many(dimensionValue),
  environment: many(dimensionValue),
  release: many(dimensionValue),
  tag: many(text),
  sessionId: many(text),
  userId: many(text),
  metadata: recordFilter(many(text)).optional(),
  origin: many(z.enum(ORIGINS)),
  verdict: many(z.enum([...RESOLVED_VERDICTS, 'none'])),
  failure: many(z.enum(FAILURES)),
  detail: many(z.enum(Object.values(DETAILS).flat() as [string, ...string[]])),
  reviewer: many(text),
  feedback: many(z.enum(['up', 'down', 'none'])),
  error: many(z.enum([...ERROR_STAGES, 'none', 'any'])),
  zeroHit: flag.optional(),
  cell: many(z.enum(CELLS as [string, ...string[]])),
  cited: flag.optional(),
  format: many(z.enum(FORMAT_STATES)),
  score: recordFilter(many(scoreValue))
    .optional()
    .describe(
      'Scores of the query itself (not of its hits), of any source: a range of values, ends included, as in 0.5..0.8, ..0.5, 0.9.. or .. for any value; anything else is a label.',
    ),
});
export type Filter = z.output<typeof filterSchema>;

export const NO_FILTER: Filter = {};

/** Fields that are written `<field>.<key>=<value>` in a URL. */
export const RECORD_FIELDS = ['metadata', 'score'] as const;
type RecordField = (typeof RECORD_FIELDS)[number];

/**
 * Splits URL parameters into the filter and the rest. `metadata.<key>=v` becomes `metadata: {<key>: [v]}`, and so
 * does `score.<name>=v`.
 * Empty values are dropped, as a cleared form field sends them.
 */
export function splitSearchParams(params: URLSearchParams): {
  filter: Record<string, unknown>;
  rest: Record<string, string>;
} {
  // Without a prototype, so that a parameter called __proto__ is one, and refused as any unknown name.
  const filter: Record<string, unknown> = Object.create(null);
  const records: Record<RecordField, Record<string, string[]>> = {
    metadata: Object.create(null),
    score: Object.create(null),
  };
  const rest: Record<string, string> = Object.create(null);
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name).filter((value) => value !== '');
    const first = values[0];
    if (first === undefined) continue;
    const field = RECORD_FIELDS.find((record) => name.startsWith(`${record}.`));
    if (field !== undefined) records[field][name.slice(field.length + 1)] = values;
    else if (Object.hasOwn(filterSchema.shape, name)) filter[name] = values.length > 1 ? values : first;
    else rest[name] = first;
  }
  for (const field of RECORD_FIELDS)
    if (Object.keys(records[field]).length > 0) filter[field] = { ...records[field] };
  return { filter, rest };
}

/** The filter as URL parameters; the inverse of `splitSearchParams`. */
export function toSearchParams(filter: Filter): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined) continue;
    if ((RECORD_FIELDS as readonly string[]).includes(name)) {
      for (const [key, wanted] of Object.entries(value as Record<string, string[]>)) {
        for (const item of wanted) params.append(`${name}.${key}`, item);
      }
    } else {
      for (const item of Array.isArray(value) ? value : [value]) {
        params.append(name, item === '' ? NO_VALUE : String(item));
      }
    }
  }
  return params;
}
