// npm run bench -- export [--rows 5000]
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readExport } from '#lib/export/queries/exports.ts';
import { requestExport } from '#lib/export/request-export.ts';
import { runExport } from '#lib/export/run-export.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Jobs } from '#lib/platform/jobs.ts';
import { storeLabelledQueries } from '../tests/support/store-labelled-queries.ts';
import { openTestStores, ownerContext } from '../tests/support/stores.ts';
import { row } from './measure.ts';

const { values } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string', default: '5000' } },
});
const ROWS = Number(values.rows);
const PAGE_SIZE = 1000;

const { stores, close } = await openTestStores();
const ctx = await ownerContext(stores);
await storeLabelledQueries(ctx, ROWS);
await exportOnce(); // loads what every export loads once
const plain = await timed(plainRead);
const exported = await timed(exportOnce);
row('', 'rows/s', 'MB/s', 'of plain read');
for (const [name, { seconds, bytes }] of Object.entries({ 'plain read': plain, export: exported }))
  row(
    name,
    Math.round(ROWS / seconds),
    (bytes / 1e6 / seconds).toFixed(1),
    (plain.seconds / seconds).toFixed(3),
  );
await close();

/** The columns of the same rows, page by page in the order in which they are stored, and nothing else. */
async function plainRead(): Promise<number> {
  const schema = z.object({
    query_id: z.string(),
    bucket: z.number(),
    question: z.string(),
    messages: z.string(),
    answer: z.string(),
  });
  let bytes = 0;
  let after = { bucket: 0, query_id: '' };
  for (;;) {
    const page = await stores.queryLog.rows(
      schema,
      `SELECT query_id, toUnixTimestamp(bucket) AS bucket, question, messages, answer FROM queries
       WHERE project_id = {project:String}
         AND (queries.bucket, query_id) > (fromUnixTimestamp({bucket:UInt32}), {id:String})
       ORDER BY queries.bucket, query_id LIMIT ${PAGE_SIZE}`,
      { project: ctx.project.id, bucket: after.bucket, id: after.query_id },
    );
    for (const { question, messages, answer } of page)
      bytes += question.length + messages.length + answer.length;
    after = page.at(-1) ?? after;
    if (page.length < PAGE_SIZE) return bytes;
  }
}

async function exportOnce(): Promise<number> {
  const jobs: Jobs = { ...stores.jobs, send: async () => {}, wake: () => {} };
  const quiet: Context = { ...ctx, stores: { ...stores, jobs } };
  const overrides = (['readiness', 'duplicates', 'tokens'] as const).map((gate) => ({
    gate,
    reason: 'A benchmark',
  }));
  const { id } = await requestExport(quiet, { format: 'openai-chat', overrides });
  await runExport(stores, id);
  const { status, error, files } = await readExport(ctx, id);
  if (status !== 'done') throw new Error(error ?? `The export is ${status}.`);
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

async function timed(work: () => Promise<number>): Promise<{ seconds: number; bytes: number }> {
  const begin = performance.now();
  const bytes = await work();
  return { seconds: (performance.now() - begin) / 1000, bytes };
}
