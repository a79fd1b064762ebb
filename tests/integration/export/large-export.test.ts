import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readExport } from '#lib/export/queries/exports.ts';
import { requestExport } from '#lib/export/request-export.ts';
import { runExport } from '#lib/export/run-export.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Jobs } from '#lib/platform/jobs.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { storeLabelledQueries } from '../../support/store-labelled-queries.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { testSize } from '../../support/test-size.ts';

const MOST_GROWN_MIB = 64;
const LOOK_MS = 500;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores({ isOnDisk: true }));
  mkdirSync(join(stores.dataFolder, 'exports'), { recursive: true });
});
afterAll(() => close());

test('very many examples are exported in constant memory', async () => {
  const small = await ownerContext(stores);
  const large = await ownerContext(stores);
  const count = testSize('exportExamples');
  await storeLabelledQueries(small, 300);
  await storeLabelledQueries(large, count);
  // Loads what every export loads once, such as the vocabulary of the tokens.
  await exported(small);
  const before = await heldMib();
  const residentBefore = residentMib();
  const over = new AbortController();
  const watched = mostHeld(over.signal);
  const begin = performance.now();
  const view = await exported(large).finally(() => over.abort());
  const most = await watched;
  const seconds = (performance.now() - begin) / 1000;
  expect(view.counts?.exported).toBe(count);
  expect(view.files.find(({ name }) => /\btrain\b/.test(name))?.rows).toBe(count);
  console.log(
    `${count} examples: ${seconds.toFixed(1)} s, ${(most.heldMib - before).toFixed(1)} MiB grown, resident ${(most.residentMib - residentBefore).toFixed(0)} MiB`,
  );
  expect(most.heldMib - before).toBeLessThan(MOST_GROWN_MIB);
});

/** The most that is held, as long as it is not over. */
async function mostHeld(over: AbortSignal): Promise<{ heldMib: number; residentMib: number }> {
  const most = { heldMib: 0, residentMib: 0 };
  while (!over.aborted) {
    const begin = performance.now();
    most.residentMib = Math.max(most.residentMib, residentMib());
    most.heldMib = Math.max(most.heldMib, await heldMib());
    // Collecting garbage must leave the export most of the time, on a busy machine too.
    await setTimeout(Math.max(LOOK_MS, 4 * (performance.now() - begin)));
  }
  return most;
}

function residentMib(): number {
  return process.memoryUsage.rss() / 2 ** 20;
}

/** What is reachable: heap and the memory of buffers, which are freed a moment after what held them was found dead. */
async function heldMib(): Promise<number> {
  collectGarbage();
  await setImmediate();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

async function exported(ctx: Context) {
  const jobs: Jobs = { ...stores.jobs, send: async () => {}, wake: () => {} };
  const overrides = (['readiness', 'duplicates', 'contradicted_grades'] as const).map((gate) => ({
    gate,
    reason: 'A measurement',
  }));
  const recipe = { format: 'trl-sft' as const, shares: { validation: 0, test: 0 }, overrides };
  const { id } = await requestExport({ ...ctx, stores: { ...stores, jobs } }, recipe);
  await runExport(stores, id);
  const view = await readExport(ctx, id);
  expect(view.error).toBeNull();
  expect(view.findings.filter(({ level, override }) => level === 'stop' && override === undefined)).toEqual(
    [],
  );
  return view;
}
