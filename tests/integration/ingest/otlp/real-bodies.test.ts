import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stores } from '#lib/platform/stores.ts';
import expected from '../../../fixtures/otlp-expected.json' with { type: 'json' };
import { protobufRequest } from '../../../support/otlp-payload.ts';
import { openTestStores, ownerContext } from '../../../support/stores.ts';
import { openDoor } from '../door.ts';
import { contentOf, storedQueries } from './stored.ts';

const data = process.env.FAULTLINE_REAL_DATA;
const folder = data === undefined ? undefined : join(data, 'otlp');
const reason = folder === undefined ? ' (skipped: FAULTLINE_REAL_DATA names no folder)' : '';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const TYPES = ['application/json', 'application/x-protobuf'] as const;

/** What a body leaves in the store, in a project of its own. */
async function post(json: string, type: (typeof TYPES)[number]) {
  const body = type === 'application/json' ? json : protobufRequest(JSON.parse(json));
  const ctx = await ownerContext(stores);
  const door = await openDoor(ctx);
  const response = await fetch(`http://127.0.0.1:${door.port}/v1/traces`, {
    method: 'POST',
    headers: { authorization: `Bearer ${door.key}`, 'content-type': type },
    body,
  });
  const bytes = (await response.arrayBuffer()).byteLength;
  await door.close();
  const rows = await storedQueries(ctx);
  return {
    status: response.status,
    bytes,
    ids: rows.map((row) => row.query_id),
    queries: rows.map(contentOf),
  };
}

describe(`bodies of real emitters${reason}`, () => {
  test.skipIf(folder === undefined).for(Object.entries(expected.bodies))('%s', async ([name, traces]) => {
    const body = readFileSync(join(folder ?? '', name), 'utf8');
    const [json, protobuf] = [await post(body, TYPES[0]), await post(body, TYPES[1])];
    expect([json.status, json.bytes]).toEqual([200, 2]);
    expect([protobuf.status, protobuf.bytes]).toEqual([200, 0]);
    const makeQueries = Object.entries(traces).filter(([, trace]) => 'answer' in trace);
    expect(json.ids).toEqual(makeQueries.map(([id]) => id).sort());
    expect(protobuf.queries).toEqual(json.queries);
  });

  test.skipIf(folder === undefined)('single spans, those without sound ids refused', async () => {
    const lines = readFileSync(join(folder ?? '', 'attribute_fixtures.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(expected.attributeFixtures.length);
    for (const [i, { title, rejectedSpans, traces }] of expected.attributeFixtures.entries()) {
      const { otlp } = JSON.parse(lines[i] ?? '') as { otlp: object };
      const isUsable = rejectedSpans === 0 || traces.length > 0;
      expect((await post(JSON.stringify(otlp), TYPES[0])).status, title).toBe(isUsable ? 200 : 400);
    }
  });
});
