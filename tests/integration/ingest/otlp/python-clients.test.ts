import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { ROOT } from '../../../support/source-files.ts';
import { openTestStores, ownerContext } from '../../../support/stores.ts';
import { type Door, openDoor } from '../door.ts';
import { storedQueries } from './stored.ts';

const PYTHON = process.env.FAULTLINE_PYTHON;
const WHY_NOT =
  'skipped: FAULTLINE_PYTHON names no Python with the packages (CONTRIBUTING.md says how to make one)';
const QUESTION = 'How long is the guarantee?';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
let door: Door;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());
beforeEach(async () => {
  ctx = await ownerContext(stores);
  door = await openDoor(ctx);
  return () => door.close();
});

async function run(script: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(PYTHON ?? '', [join(ROOT, 'tests/support', script)], {
    env: {
      ...process.env,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${door.port}`,
      OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${door.key}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    },
    timeout: 50_000,
  });
  return stdout + stderr;
}

const when = (name: string) => (PYTHON === undefined ? `${name}, ${WHY_NOT}` : name);

test.skipIf(PYTHON === undefined)(when('LangChain in Python'), async () => {
  expect(await run('emit-langchain.py')).not.toContain('Failed to export');
  const [found, nothing, ...others] = await byHits();
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    question: QUESTION,
    answer: 'Two years [1].',
    hit_ids: ['d0', 'd1'],
    hit_scores: [null, null],
    hit_sources: ['handbook.pdf', 'handbook.pdf'],
    retriever: 'Handbook',
    dialect: 'otlp:openinference',
  });
  expect(nothing).toMatchObject({
    question: QUESTION,
    answer: 'Two years [1].',
    retrieved: true,
    zero_hit: true,
    retriever: 'Nothing',
  });
});

test.skipIf(PYTHON === undefined)(when('LlamaIndex in Python'), async () => {
  expect(await run('emit-llama-index.py')).not.toContain('Failed to export');
  const [found, nothing, ...others] = await byHits();
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    question: QUESTION,
    answer: expect.stringMatching(/^text text/),
    hit_ids: ['d0', 'd1'],
    hit_scores: [0.9, 0.8],
    hit_sources: ['handbook.pdf', 'handbook.pdf'],
    retriever: 'Handbook.retrieve',
    dialect: 'otlp:openinference',
  });
  expect(nothing).toMatchObject({
    question: QUESTION,
    answer: 'Empty Response',
    retrieved: true,
    zero_hit: true,
  });
});

async function byHits() {
  const rows = await storedQueries(ctx);
  return rows.toSorted((a, b) => Number(b.hit_count) - Number(a.hit_count));
}
