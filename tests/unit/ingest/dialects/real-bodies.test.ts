import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { assembleTrace } from '#lib/ingest/otlp/assemble-trace.ts';
import { spansOfJson } from '#lib/ingest/otlp/json-request.ts';
import { receivedSpans } from '#lib/ingest/otlp/received-spans.ts';
import type { Span } from '#lib/ingest/otlp/span.ts';
import expectedTable from '../../../fixtures/otlp-expected.json' with { type: 'json' };

/**
 * What a reader of the trace finds in it: the start, and where two are given the end, of each text. Without `answer` the
 * trace makes no query; `hits` null: it has no retrieval.
 */
interface ExpectedTrace {
  question?: string[];
  answer?: string[] | null;
  hits?: string[][] | null;
  tokens?: number[];
  expectedAnswer?: string;
  scores?: unknown[];
  reason?: string;
}

const folder = process.env.FAULTLINE_REAL_DATA;
const bodies = Object.entries(expectedTable.bodies as Record<string, Record<string, ExpectedTrace>>);
const SAME_NAME = [
  'model',
  'costUsd',
  'sessionId',
  'userId',
  'promptVersion',
  'environment',
  'release',
  'tags',
] as const;

describe.skipIf(folder === undefined)('bodies of real frameworks', () => {
  test.each(bodies)('%s', (file, traces) => {
    const { spans, rejected } = received(readFileSync(path.join(folder ?? '', 'otlp', file), 'utf8'));
    expect(rejected).toEqual([]);
    const found = Map.groupBy(spans, ({ traceId }) => traceId);
    expect([...found.keys()].sort()).toEqual(Object.keys(traces).sort());
    for (const [traceId, expected] of Object.entries(traces)) compare(found.get(traceId) ?? [], expected);
  });

  test.each(expectedTable.attributeFixtures.map((fixture, line) => ({ ...fixture, line })))(
    'attributes, line $line: $title',
    ({ title, line, rejectedSpans, traces }) => {
      const lines = readFileSync(path.join(folder ?? '', 'otlp', 'attribute_fixtures.jsonl'), 'utf8').split(
        '\n',
      );
      const fixture = JSON.parse(lines[line] ?? '{}') as { test_title: string; otlp: unknown };
      expect(fixture.test_title).toBe(title);
      const { spans, rejected } = received(JSON.stringify(fixture.otlp));
      expect(rejected).toHaveLength(rejectedSpans);
      const found = [...Map.groupBy(spans, ({ traceId }) => traceId).values()];
      expect(found).toHaveLength(traces.length);
      for (const [i, expected] of (traces as ExpectedTrace[]).entries()) compare(found[i] ?? [], expected);
    },
  );
});

function received(body: string) {
  const { spans, rejected } = receivedSpans(spansOfJson(Buffer.from(body)));
  return { spans: spans.map(({ span }) => span), rejected };
}

function compare(spans: readonly Span[], expected: ExpectedTrace): void {
  const { queries, scores } = assembleTrace(spans);
  expect(scores).toEqual(expected.scores ?? []);
  expect(queries).toHaveLength(expected.answer === undefined ? 0 : 1);
  const event = queries[0]?.event;
  if (event === undefined) return;
  expectText(event.question ?? null, expected.question ?? null);
  expectText(event.answer, expected.answer ?? null);
  expect(event.hits?.length ?? null).toBe(expected.hits?.length ?? null);
  for (const [rank, hit] of (expected.hits ?? []).entries())
    expectText(event.hits?.[rank]?.text ?? null, hit);
  expect(event.error).toBeUndefined();
  expect([event.tokens?.input, event.tokens?.output]).toEqual(expected.tokens ?? [undefined, undefined]);
  expect(event.expected?.answer).toBe(expected.expectedAnswer);
  for (const name of SAME_NAME) expect([name, event[name]]).toEqual([name, said(expected)[name]]);
}

function expectText(text: string | null, excerpts: readonly string[] | null): void {
  const [start, end] = excerpts ?? [];
  if (start === undefined) expect(text).toBeNull();
  else expect(text?.startsWith(start) ? start : text).toBe(start);
  if (end !== undefined) expect(text?.endsWith(end) ? end : text).toBe(end);
}

function said(expected: ExpectedTrace): Record<string, unknown> {
  return { ...expected };
}
