import { afterAll, beforeAll, expect, test } from 'vitest';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { logScores } from '#lib/ingest/log-scores.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { saveFormatRule } from '#lib/quality/save-format-rule.ts';
import { type Filter, filterSchema, splitSearchParams, toSearchParams } from '#lib/query-log/filter.ts';
import { listQueries } from '#lib/query-log/queries/list-queries.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { testSize } from '../../support/test-size.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const random = seededRandom(20260301);
const below = (n: number) => Math.floor(random() * n);
const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
const some = <T>(items: readonly T[]): T[] => items.filter(() => random() < 0.5);

const WORDS = ['refund', 'card', 'Login', 'größe', 'backup', 'delete', 'sync'];
const MODELS = ['gpt-a', 'gpt-b', 'gpt-c'];
const TAGS = ['vip', 'new', 'odd tag'];
const START = Date.parse('2026-02-27T22:00:00Z');
const HOURS = 72;

interface Sent {
  id: string;
  startedAt: number;
  question: string;
  answer: string | null;
  model: string;
  tags: string[];
  metadata: { team: string };
  /** Score of the answer, a whole number of tenths, and what it is called. */
  faithfulness: { value: number; label: string } | null;
  hits: { id: string; cited: boolean }[];
  promptVersion: string;
  error?: { stage: 'generation' };
}

function randomQuery(_: unknown, i: number): Sent {
  return {
    id: `q-${String(i).padStart(3, '0')}`,
    startedAt: START + below(HOURS * 4) * 900_000,
    question: Array.from({ length: 1 + below(4) }, () => pick(WORDS)).join(pick([' ', '-', ', '])),
    answer: random() < 0.2 ? null : Array.from({ length: below(4) }, () => pick(WORDS)).join(' '),
    model: pick(MODELS),
    tags: some(TAGS),
    metadata: { team: pick(['red', 'blue']) },
    faithfulness: random() < 0.4 ? null : { value: below(11) / 10, label: pick(['', 'low', 'high']) },
    hits: Array.from({ length: below(3) }, (_, hit) => ({ id: `d${hit}`, cited: random() < 0.5 })),
    promptVersion: pick(['p1', 'p2']),
    ...(random() < 0.2 ? { error: { stage: 'generation' as const } } : {}),
  };
}

function randomFilter(): Filter {
  const filter: Filter = {};
  const maybe = () => random() < 0.3;
  if (maybe()) filter.from = new Date(START + below(HOURS * 60) * 60_000).toISOString();
  if (maybe()) filter.to = new Date(START + below(HOURS * 60) * 60_000).toISOString();
  if (maybe())
    filter.q = Array.from({ length: 1 + below(2) }, () => pick(WORDS))
      .join(' ')
      .toUpperCase();
  if (maybe()) filter.model = [pick(MODELS), pick(MODELS)];
  if (maybe()) filter.tag = [pick(TAGS)];
  if (maybe()) filter.metadata = { team: [pick(['red', 'blue', 'green'])] };
  if (maybe()) filter.score = { faithfulness: [randomRange(), ...some(['low', 'high'])] };
  if (maybe()) filter.zeroHit = random() < 0.5;
  if (maybe()) filter.cited = random() < 0.5;
  if (maybe()) filter.format = [pick(['ok', 'failed', 'none'] as const), pick(['ok', 'failed'] as const)];
  if (maybe()) filter.error = [pick(['any', 'none', 'generation', 'retrieval'] as const)];
  return filter;
}

function randomRange(): string {
  const [low = 0, high = 0] = [below(11) / 10, below(11) / 10].sort((a, b) => a - b);
  return pick([`${low}..${high}`, `..${high}`, `${low}..`, '..', '0.3..0.3']);
}

function holdsScore({ faithfulness }: Sent, wanted: readonly string[]): boolean {
  if (faithfulness === null) return false;
  const { value, label } = faithfulness;
  return wanted.some((one) => {
    const [low, high] = one.split('..');
    if (high === undefined) return label === one;
    return (low === '' || value >= Number(low)) && (high === '' || value <= Number(high));
  });
}

/** The rule below asks answers to the first prompt for the word "card". */
function formatOf({ answer, promptVersion }: Sent): 'ok' | 'failed' | 'none' {
  if (answer === null || promptVersion !== 'p1') return 'none';
  return answer.includes('card') ? 'ok' : 'failed';
}

const wordsOf = (text: string) => text.toLowerCase().split(/[ ,-]+/);

function matches(query: Sent, filter: Filter): boolean {
  const stage = query.error?.stage;
  const searched = wordsOf(filter.q ?? '').filter((word) => word !== '');
  const holds = (text: string | null) => searched.every((word) => wordsOf(text ?? '').includes(word));
  return (
    (filter.from === undefined || query.startedAt >= Date.parse(filter.from)) &&
    (filter.to === undefined || query.startedAt < Date.parse(filter.to)) &&
    (filter.q === undefined || holds(query.question) || (query.answer !== null && holds(query.answer))) &&
    (filter.model?.includes(query.model) ?? true) &&
    (filter.tag?.some((tag) => query.tags.includes(tag)) ?? true) &&
    (filter.metadata?.team?.includes(query.metadata.team) ?? true) &&
    (filter.score?.faithfulness === undefined || holdsScore(query, filter.score.faithfulness)) &&
    (filter.zeroHit ?? query.hits.length === 0) === (query.hits.length === 0) &&
    (filter.cited ?? query.hits.some((hit) => hit.cited)) === query.hits.some((hit) => hit.cited) &&
    (filter.format?.includes(formatOf(query)) ?? true) &&
    (filter.error?.some((wanted) =>
      wanted === 'any' ? stage !== undefined : wanted === 'none' ? stage === undefined : wanted === stage,
    ) ??
      true)
  );
}

test('random filters find what going through all queries finds', async () => {
  const ctx: Context = await ownerContext(stores);
  await saveFormatRule(ctx, {
    name: 'card',
    promptVersions: ['p1'],
    definition: { kind: 'regex', pattern: 'card' },
  });
  const sent = Array.from({ length: 200 }, randomQuery);
  await logQueries(ctx, { queries: structuredClone(sent) });
  const source = 'code';
  await logScores(ctx, {
    scores: sent.flatMap(({ id, faithfulness }) =>
      faithfulness === null ? [] : [{ queryId: id, name: 'faithfulness', source, ...faithfulness }],
    ),
  });
  let found = 0;
  for (let i = 0; i < testSize('randomFilters'); i++) {
    const filter = randomFilter();
    const { filter: fromUrl } = splitSearchParams(toSearchParams(filter));
    const page = await listQueries(ctx, { filter: filterSchema.parse(fromUrl), limit: 500 });
    const expected = sent.filter((query) => matches(query, filter)).map(({ id }) => id);
    expect({ filter, ids: page.items.map((item) => item.id).sort() }).toEqual({ filter, ids: expected });
    expect(page.total).toBe(expected.length);
    found += expected.length;
  }
  expect(found).toBeGreaterThan(0);
});
