import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { AppError } from '../platform/errors.ts';
import { selectBottomK } from '../statistics/sampling.ts';
import { enqueueMirror } from './enqueue-mirror.ts';
import { type Candidates, readCandidates, readMatching } from './queries/candidates.ts';
import { readSample } from './queries/sample.ts';
import { type createdQueueSchema, createQueueSchema } from './schema.ts';
import { showLabels } from './show-labels.ts';

/** A simple random sample: every query has the same weight. */
const WEIGHT = 1;

type QueueRequest = z.output<typeof createQueueSchema>;

/**
 * Makes a queue and fills it with a simple random sample of the queries that match the filter. Selection goes by
 * the queries' permanent random number `u`, serving by `v`, so that a half-done queue is a random sample too.
 * Size 0 makes an empty queue, to be filled by hand. Throws `conflict` if the name is taken.
 */
export async function createQueue(
  ctx: Context,
  input: z.input<typeof createQueueSchema>,
): Promise<z.output<typeof createdQueueSchema>> {
  requirePermission(ctx, 'queues:manage');
  const request = createQueueSchema.parse(input);
  await requireFreeName(ctx, request.name);
  const candidates = await readCandidates(ctx, request.filter, request.size);
  const selection = selectBottomK(
    candidates.first.map(({ id, u, v }) => ({ id, u, v, w: WEIGHT })),
    request.size,
  );
  const selected = new Set(selection.selected.map(({ id }) => id));
  const left = (await readSample(ctx)).filter(({ queryId }) => !selected.has(queryId));
  const passedOver = await matchingOnly(ctx, request, left);

  const queueId = uuidv7();
  await ctx.stores.controlPlane.prisma
    .$transaction((tx) => writeQueue(ctx, tx, { queueId, request, candidates, selection, passedOver }), {
      maxWait: 15_000,
      timeout: 30_000,
    })
    .catch((error: unknown) => {
      throw (error as { code?: unknown }).code === 'P2002' ? nameTaken(request.name) : error;
    });
  await showLabels(ctx);
  return { id: queueId, name: request.name, candidates: candidates.total, selected: selected.size };
}

async function requireFreeName(ctx: Context, name: string): Promise<void> {
  const { queue } = ctx.stores.controlPlane.prisma;
  const taken = await queue.findUnique({ where: { projectId_name: { projectId: ctx.project.id, name } } });
  if (taken !== null) throw nameTaken(name);
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `A queue named “${name}” exists already.`, { path: 'name' });
}

interface SampledItem {
  itemId: string;
  queryId: string;
}

/** Which of the project's sampled items this run could have drawn again. */
async function matchingOnly(
  ctx: Context,
  { filter, size }: QueueRequest,
  sample: readonly SampledItem[],
): Promise<SampledItem[]> {
  if (size === 0 || sample.length === 0) return [];
  const matching = await readMatching(
    ctx,
    filter,
    sample.map(({ queryId }) => queryId),
  );
  return sample.filter(({ queryId }) => matching.has(queryId));
}

async function writeQueue(
  ctx: Context,
  tx: Transaction,
  filling: {
    queueId: string;
    request: QueueRequest;
    candidates: Candidates;
    selection: ReturnType<typeof selectBottomK<Candidates['first'][number] & { w: number }>>;
    passedOver: readonly SampledItem[];
  },
): Promise<void> {
  const { queueId, request, candidates, selection, passedOver } = filling;
  const { name, gradingProtocol, filter, size } = request;
  const { tau, tauOut } = selection;
  const createdAt = ctx.now();
  await tx.queue.create({
    data: { id: queueId, projectId: ctx.project.id, name, gradingProtocol, createdAt },
  });
  if (size === 0) return;
  const runId = uuidv7();
  const run = {
    id: runId,
    queueId,
    filter,
    wanted: size,
    candidates: candidates.total,
    tau,
    tauOut,
    createdAt,
  };
  await tx.queueRun.create({ data: run });

  const items = selection.selected.map(({ id, v }) => ({ itemId: uuidv7(), queryId: id, v }));
  await insertItems(tx, queueId, items, createdAt);
  await insertSelections(tx, runId, items, tau);
  await insertSelections(tx, runId, passedOver, tauOut);
  await mirrorProbabilities(ctx, tx, [...items, ...passedOver]);
}

/** Thousands of rows in one statement, for the control plane may have but one connection. */
async function insertItems(
  tx: Transaction,
  queueId: string,
  items: readonly (SampledItem & { v: number })[],
  createdAt: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "QueueItem" ("id", "queueId", "queryId", "serveOrder", "createdAt")
    SELECT id, ${queueId}, query, v, ${createdAt}::timestamptz
    FROM unnest(${items.map((item) => item.itemId)}::text[], ${items.map((item) => item.queryId)}::text[],
      ${items.map((item) => item.v)}::float8[]) AS item(id, query, v)`;
}

async function insertSelections(
  tx: Transaction,
  runId: string,
  items: readonly SampledItem[],
  threshold: number,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Selection" ("itemId", "runId", "weight", "threshold")
    SELECT item, ${runId}, ${WEIGHT}::float8, ${threshold}::float8
    FROM unnest(${items.map((item) => item.itemId)}::text[]) AS drawn(item)`;
}

/** Labels of queries that this run could have drawn have another inclusion probability now. */
async function mirrorProbabilities(
  ctx: Context,
  tx: Transaction,
  drawn: readonly { queryId: string }[],
): Promise<void> {
  const labelled = await tx.label.findMany({
    where: { projectId: ctx.project.id, current: true, queryId: { in: drawn.map(({ queryId }) => queryId) } },
    select: { queryId: true },
    distinct: ['queryId'],
  });
  await enqueueMirror(tx, ctx.project.id, { queries: labelled.map(({ queryId }) => queryId) });
}
