import { readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import type { Export } from '../platform/generated/prisma/client.ts';
import { logger } from '../platform/logger.ts';
import type { Stores } from '../platform/stores.ts';
import { type Filter, filterSchema } from '../query-log/filter.ts';
import { blindQueries } from '../query-log/queries/blind-queries.ts';
import { countQueries } from '../query-log/queries/list-queries.ts';
import { encodeOpenaiChat } from './encoders/openai-chat.ts';
import { exportFolder } from './export-folder.ts';
import { count, type ExportTally, emptyTally, exclude, manifestCounts, warnings } from './export-tally.ts';
import { guidelineVersions } from './queries/guideline-versions.ts';
import { type LabelledExample, labelledKeys, trainingExamples } from './queries/training-examples.ts';
import { requestingPerson } from './requester.ts';
import type { ExportFile, Manifest } from './schema.ts';
import { validateOpenaiChat } from './validate-openai-chat.ts';
import { writeLines } from './write-lines.ts';

const PAGE_SIZE = 200;

/** Thrown between two pages once somebody has cancelled the export, or another run has taken it over. */
class Cancelled extends Error {}

/**
 * Does a queued export: writes its files into a draft folder and offers the folder whole. Does nothing when the
 * export is not queued any more. A fault ends it as failed, with a sentence for whoever asked.
 */
export async function runExport(stores: Stores, id: string, pageSize = PAGE_SIZE): Promise<void> {
  const { prisma } = stores.controlPlane;
  const claimed = await prisma.export.updateMany({
    where: { id, status: 'queued' },
    data: { status: 'running', rowsDone: 0, rowsTotal: null },
  });
  if (claimed.count === 0) return;
  const folder = exportFolder(stores.dataFolder, id);
  try {
    const row = await prisma.export.findUniqueOrThrow({ where: { id } });
    const project = await prisma.project.findUniqueOrThrow({ where: { id: row.projectId } });
    const ctx: Context = { actor: { kind: 'system' }, project, now: () => new Date(), stores };
    await rm(folder.draft, { recursive: true, force: true });
    await mkdir(folder.draft, { recursive: true, mode: 0o700 });
    const files = await writeFiles(ctx, row, folder.draft, pageSize);
    await offer(stores, id, folder, files);
  } catch (error) {
    if (!(error instanceof Cancelled)) await fail(stores, id, error);
  } finally {
    await rm(folder.draft, { recursive: true, force: true });
  }
}

async function writeFiles(
  ctx: Context,
  row: Export,
  folder: string,
  pageSize: number,
): Promise<ExportFile[]> {
  const filter = filterSchema.parse(row.filter);
  const tally = emptyTally();
  const train = await writeLines(
    join(folder, 'train.jsonl'),
    encodedPages(ctx, { row, filter, pageSize }, tally),
  );
  const manifest: Manifest = {
    format: 'openai-chat',
    files: [train],
    filter: { ...filter },
    counts: manifestCounts(tally),
    warnings: warnings(tally),
    guidelineVersions: [...tally.guidelineVersions].sort((a, b) => a - b),
    codeVersion: codeVersion(),
  };
  const text = JSON.stringify(manifest, null, 2);
  const written = await writeLines(join(folder, 'manifest.json'), [[text]]);
  return [train, { ...written, rows: 1 }];
}

/** The lines of each page, counted into the tally. Says how far it is before each page. */
async function* encodedPages(
  ctx: Context,
  { row, filter, pageSize }: { row: Export; filter: Filter; pageSize: number },
  tally: ExportTally,
): AsyncGenerator<string[]> {
  const person = requestingPerson(row.requestedBy);
  const matching = await countQueries(ctx, filter, person);
  const keys = await labelledKeys(ctx, filter, person);
  exclude(tally, 'no_label', matching - keys.length);
  let rowsDone = 0;
  await report(ctx, row.id, { rowsDone, rowsTotal: keys.length });
  for await (const examples of trainingExamples(ctx, keys, pageSize)) {
    yield await encodePage(ctx, row, examples, tally);
    rowsDone += examples.length;
    await report(ctx, row.id, { rowsDone });
  }
}

async function encodePage(
  ctx: Context,
  row: Export,
  examples: readonly LabelledExample[],
  tally: ExportTally,
): Promise<string[]> {
  const hidden = await blindQueries(
    ctx,
    examples.map(({ queryId }) => queryId),
    requestingPerson(row.requestedBy),
  );
  const lines: string[] = [];
  const exported: string[] = [];
  for (const { queryId, example } of examples) {
    const encoded = hidden.has(queryId)
      ? { excluded: 'hidden' as const }
      : checked(encodeOpenaiChat(example));
    count(tally, encoded);
    if ('excluded' in encoded) continue;
    lines.push(encoded.line);
    exported.push(queryId);
  }
  for (const version of await guidelineVersions(ctx, exported)) tally.guidelineVersions.add(version);
  return lines;
}

/** Never trusts the encoder: a line that the validator refuses is left out. */
function checked(encoded: ReturnType<typeof encodeOpenaiChat>): ReturnType<typeof encodeOpenaiChat> {
  if ('excluded' in encoded || validateOpenaiChat(encoded.line) === null) return encoded;
  return { excluded: 'invalid_line' };
}

async function report(ctx: Context, id: string, progress: { rowsDone: number; rowsTotal?: number }) {
  const { count: running } = await ctx.stores.controlPlane.prisma.export.updateMany({
    where: { id, status: 'running' },
    data: progress,
  });
  if (running === 0) throw new Cancelled();
}

/** The folder is whole before anything points to it; one that was cancelled at the last moment goes again. */
async function offer(
  stores: Stores,
  id: string,
  folder: { final: string; draft: string },
  files: ExportFile[],
): Promise<void> {
  await rm(folder.final, { recursive: true, force: true });
  await rename(folder.draft, folder.final);
  const done = await stores.controlPlane.prisma.export.updateMany({
    where: { id, status: 'running' },
    data: { status: 'done', files, finishedAt: new Date() },
  });
  if (done.count === 0) await rm(folder.final, { recursive: true, force: true });
}

async function fail(stores: Stores, id: string, error: unknown): Promise<void> {
  logger.error({ err: error, exportId: id }, 'export failed');
  const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
  const sentence = isFull ? 'The disk is full.' : 'A store did not answer, or a row could not be read.';
  await stores.controlPlane.prisma.export.updateMany({
    where: { id, status: 'running' },
    data: {
      status: 'failed',
      error: error instanceof AppError ? error.message : `${sentence} The server's log says more.`,
      finishedAt: new Date(),
    },
  });
}

function codeVersion(): string {
  const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
