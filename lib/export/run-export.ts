import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import type { Export, Prisma } from '../platform/generated/prisma/client.ts';
import { logger } from '../platform/logger.ts';
import type { Stores } from '../platform/stores.ts';
import { hasSplits } from './encoders/registry.ts';
import { examinedCandidates } from './examined-candidates.ts';
import { exportFolder } from './export-folder.ts';
import { type ExportRun, RunEnded, startRun } from './export-run.ts';
import { ExportTally } from './export-tally.ts';
import { type ExportedRows, packRows } from './exported-rows.ts';
import { type GateFinding, gateFindings } from './gate-findings.ts';
import { GateTally } from './gate-tally.ts';
import { type ExportPlan, planExport } from './plan-export.ts';
import type { CandidateKey } from './queries/candidates.ts';
import { readDifference } from './queries/difference.ts';
import { readLabellingPace } from './queries/labelling-pace.ts';
import { removeFolders } from './remove-folders.ts';
import { requestingPerson } from './requester.ts';
import { RowSpool } from './row-spool.ts';
import { type Finding, overrideSchema, recipeSchema } from './schema.ts';
import { storeFindings } from './store-findings.ts';
import { TARGETS } from './training-targets.ts';
import { writeFiles } from './write-files.ts';
import { writeManifest } from './write-manifest.ts';

const PAGE_SIZE = 100;
const DEFAULT_KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

export interface RunOptions {
  pageSize?: number;
  /** How long the files can be fetched. */
  keptDays?: number | undefined;
}

/**
 * Does a queued export: looks at every labelled query that matches, asks the gates, and writes the files into a draft
 * folder that is offered whole. A gate that stops it leaves it `held`, without files. Does nothing when the export
 * is not queued any more, or another run is at it. A fault ends it as failed, with a sentence for whoever asked.
 */
export async function runExport(stores: Stores, id: string, options: RunOptions = {}): Promise<void> {
  const run = await startRun(stores, id);
  if (run === undefined) return;
  const folder = exportFolder(stores.dataFolder, run);
  try {
    const { prisma } = stores.controlPlane;
    const row = await prisma.export.findUniqueOrThrow({ where: { id } });
    const project = await prisma.project.findUniqueOrThrow({ where: { id: row.projectId } });
    const ctx: Context = { actor: { kind: 'system' }, project, now: () => new Date(), stores };
    await removeFolders(stores.dataFolder, id);
    await mkdir(folder.draft, { recursive: true, mode: 0o700 });
    await makeFiles(ctx, { row, run, folder, options });
  } catch (error) {
    if (!(error instanceof RunEnded)) await fail(run, error);
  } finally {
    run.end();
    await rm(folder.draft, { recursive: true, force: true });
  }
}

interface Work {
  row: Export;
  run: ExportRun;
  folder: { final: string; draft: string };
  options: RunOptions;
}

async function makeFiles(ctx: Context, work: Work): Promise<void> {
  const { row, run, folder } = work;
  const recipe = recipeSchema.parse(row.recipe);
  const plan = await planExport(ctx, recipe, { personId: requestingPerson(row.requestedBy), store: true });
  const tally = new ExportTally(plan.candidates.length);
  const gates = new GateTally(plan.candidates.length, TARGETS[recipe.target].maxTokens);
  const spool = await RowSpool.create(join(folder.draft, '.rows'));
  try {
    const order = await examineAll(ctx, { plan, tally, gates, spool }, work);
    const counts = tally.counts(plan.matching, hasSplits(recipe.format));
    const pace = await readLabellingPace(ctx);
    const found = gateFindings({ plan, tally, gates, counts, pace, share: 1 });
    const { findings, isHeld } = overridden(found, row);
    await storeFindings(ctx, { exportId: row.id, plan, found });
    if (isHeld) {
      await run.finish({ status: 'held', findings, counts, finishedAt: ctx.now() });
      return;
    }
    const files = await writeFiles(folder.draft, spool, recipe);
    files.push(await writeManifest(folder.draft, { plan, tally, gates, counts, files, findings, order }));
    const rows = new Map(
      [...order].flatMap((place) => {
        const queryId = plan.candidates[place]?.queryId;
        return queryId !== undefined && tally.isExported(place)
          ? [[queryId, tally.sideOf(place)] as const]
          : [];
      }),
    );
    const difference = await readDifference(ctx, row, { rows, plan, tally });
    await spool.remove();
    await offer(ctx, work, { rows, data: { findings, counts, files, ...difference } });
  } finally {
    await spool.remove();
  }
}

interface Parts {
  plan: ExportPlan;
  tally: ExportTally;
  gates: GateTally;
  spool: RowSpool;
}

/** Fills tally, gates and spool. Returns the places of the candidates by query id, the order of every file. */
async function examineAll(
  ctx: Context,
  { plan, tally, gates, spool }: Parts,
  { run, options }: Work,
): Promise<Uint32Array> {
  const places = Uint32Array.from(plan.candidates.keys());
  const order = places.toSorted((a, b) => byId(plan.candidates[a], plan.candidates[b]));
  const ranks = new Uint32Array(places.length);
  order.forEach((place, rank) => {
    ranks[place] = rank;
  });
  let rowsDone = 0;
  await run.report({ rowsDone, rowsTotal: places.length });
  for await (const page of examinedCandidates(ctx, plan, places, options.pageSize ?? PAGE_SIZE)) {
    const rows = [];
    for (const candidate of page) {
      const { place, encoded, side } = candidate;
      gates.add(candidate);
      if ('excluded' in encoded) tally.exclude(place, encoded.excluded);
      else {
        tally.take(place, { side, source: encoded.source });
        for (const row of encoded.rows) rows.push({ ...row, rank: ranks[place] ?? 0 });
      }
    }
    await spool.append(rows);
    rowsDone += page.length;
    await run.report({ rowsDone });
  }
  const kept = spool.settle();
  order.forEach((place, rank) => {
    if (tally.isExported(place) && !kept.has(rank)) tally.exclude(place, 'repeated');
  });
  return order;
}

function byId(a?: CandidateKey, b?: CandidateKey): number {
  return (a?.queryId ?? '') < (b?.queryId ?? '') ? -1 : 1;
}

/** The findings with the reasons for which they were passed. Held: one stops the export, and nobody gave a reason. */
function overridden(found: readonly GateFinding[], row: Export): { findings: Finding[]; isHeld: boolean } {
  const given = z.array(overrideSchema).parse(row.overrides);
  const findings = found.map(({ gate, level, summary, places }): Finding => {
    const reason = level === 'stop' ? given.find((override) => override.gate === gate)?.reason : undefined;
    return {
      gate,
      level,
      summary,
      rows: places.length,
      ...(reason === undefined ? {} : { override: reason }),
    };
  });
  return {
    findings,
    isHeld: findings.some(({ level, override }) => level === 'stop' && override === undefined),
  };
}

/** The folder is whole before anything points to it; one that was cancelled at the last moment goes again. */
async function offer(
  { stores, now }: Context,
  { row, run, folder, options }: Work,
  { rows, data }: { rows: ExportedRows; data: Prisma.ExportUpdateManyMutationInput },
): Promise<void> {
  const { projectId } = row;
  const content = { exportId: row.id, projectId, rows: packRows(rows) };
  await stores.controlPlane.prisma.exportContent.deleteMany({ where: { projectId, exportId: row.id } });
  await stores.controlPlane.prisma.exportContent.create({ data: content });
  await rename(folder.draft, folder.final);
  const finishedAt = now();
  const expiresAt = new Date(finishedAt.getTime() + (options.keptDays ?? DEFAULT_KEPT_DAYS) * DAY_MS);
  if (!(await run.finish({ ...data, status: 'done', finishedAt, expiresAt })))
    await rm(folder.final, { recursive: true, force: true });
}

async function fail(run: ExportRun, error: unknown): Promise<void> {
  logger.error({ err: error, exportId: run.id }, 'export failed');
  const isFull = (error as NodeJS.ErrnoException).code === 'ENOSPC';
  const sentence = isFull ? 'The disk is full.' : 'A store did not answer, or a row could not be read.';
  await run.finish({
    status: 'failed',
    error: error instanceof AppError ? error.message : `${sentence} The server's log says more.`,
    finishedAt: new Date(),
  });
}
