import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { type SamplingRun, samplingRun } from '../statistics/sampling-run.ts';
import { enqueueMirror } from './enqueue-mirror.ts';
import type { Window } from './filling-window.ts';
import { itemPlaces, type OverlapPolicy } from './item-places.ts';
import { type Candidate, type Candidates, readCandidates, readRates } from './queries/candidates.ts';
import type { RatedRule } from './queries/rule-weights.ts';
import { readSample } from './queries/sample.ts';

/** What a run of a queue's rules selected, not written yet. */
export interface Filling {
  rules: readonly RatedRule[];
  window: Window | undefined;
  cap: number;
  candidates: Candidates;
  run: SamplingRun<Candidate, SampledItem>;
}

/** A query of the project's sample by the item that carries its selections, with its rate in this run. */
interface SampledItem {
  /** Of the query. */
  id: string;
  itemId: string;
  w: number;
}

/**
 * Selects up to `cap` queries by priority sampling on the queries' permanent random number `u`, and notes which
 * earlier sampled items lie in the same window: their probability is the highest over all runs.
 */
export async function selectFilling(
  ctx: Context,
  { rules, window, cap }: Pick<Filling, 'rules' | 'window' | 'cap'>,
): Promise<Filling> {
  const candidates = await readCandidates(ctx, rules, window, cap);
  const sample = cap === 0 ? [] : await readSample(ctx);
  const ids = sample.map(({ queryId }) => queryId);
  const rates = await readRates(ctx, rules, window, ids);
  const earlier = sample.flatMap(({ itemId, queryId }) => {
    const w = rates.get(queryId);
    return w === undefined ? [] : [{ id: queryId, itemId, w }];
  });
  return { rules, window, cap, candidates, run: samplingRun(candidates.first, cap, earlier) };
}

/**
 * Writes a run and its items, and returns how many queries were added: one that the queue has already, or had and
 * lost, is not added again.
 */
export async function writeFilling(
  ctx: Context,
  tx: Transaction,
  queue: OverlapPolicy & { id: string },
  filling: Filling,
): Promise<number> {
  const { rules, window, cap, candidates, run } = filling;
  const { tau, tauOut, selected, passedOver } = run;
  const createdAt = ctx.now();
  const runId = uuidv7();
  await tx.queueRun.create({
    data: {
      id: runId,
      queueId: queue.id,
      filter: rules[0]?.filter ?? {},
      rules: JSON.parse(JSON.stringify(rules)),
      windowFrom: window?.from ?? null,
      windowTo: window?.to ?? null,
      wanted: cap,
      candidates: candidates.total,
      tau,
      tauOut,
      createdAt,
    },
  });
  const places = selected.flatMap((candidate) =>
    itemPlaces(queue, candidate.o).map((slot) => ({ itemId: uuidv7(), slot, candidate })),
  );
  const added = await insertItems(tx, queue.id, places, createdAt);
  const drawn = await readFirstPlaces(tx, queue.id, selected);
  await insertSelections(tx, runId, drawn, tau);
  await insertSelections(tx, runId, passedOver, tauOut);
  await mirrorProbabilities(ctx, tx, [...drawn, ...passedOver]);
  return added;
}

/**
 * Thousands of rows in one statement, for the control plane may have but one connection. Returns how many queries they
 * are of.
 */
async function insertItems(
  tx: Transaction,
  queueId: string,
  places: readonly { itemId: string; slot: number; candidate: Candidate }[],
  createdAt: Date,
): Promise<number> {
  const made = await tx.$queryRaw<{ slot: number }[]>`
    INSERT INTO "QueueItem" ("id", "queueId", "queryId", "slot", "serveOrder", "createdAt")
    SELECT id, ${queueId}, query, slot, v, ${createdAt}::timestamptz
    FROM unnest(${places.map(({ itemId }) => itemId)}::text[], ${places.map(({ candidate }) => candidate.id)}::text[],
      ${places.map(({ slot }) => slot)}::int[], ${places.map(({ candidate }) => candidate.v)}::float8[])
      AS place(id, query, slot, v)
    WHERE NOT EXISTS (SELECT 1 FROM "QueueItem" AS had
      WHERE had."queueId" = ${queueId} AND had."queryId" = place.query AND had."goldFor" = '')
    RETURNING "slot"`;
  return made.filter(({ slot }) => slot === 0).length;
}

/** The items that carry the selected queries' selections: the first place of each. */
async function readFirstPlaces(
  tx: Transaction,
  queueId: string,
  selected: readonly Candidate[],
): Promise<SampledItem[]> {
  const rates = new Map(selected.map(({ id, w }) => [id, w]));
  const rows = await tx.$queryRaw<{ itemId: string; id: string }[]>`
    SELECT "id" AS "itemId", "queryId" AS "id" FROM "QueueItem"
    WHERE "queueId" = ${queueId} AND "slot" = 0 AND "goldFor" = '' AND "queryId" = ANY(${[...rates.keys()]}::text[])`;
  return rows.map((row) => ({ ...row, w: rates.get(row.id) ?? 1 }));
}

async function insertSelections(
  tx: Transaction,
  runId: string,
  items: readonly SampledItem[],
  threshold: number,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Selection" ("itemId", "runId", "weight", "threshold")
    SELECT item, ${runId}, w, ${threshold}::float8
    FROM unnest(${items.map(({ itemId }) => itemId)}::text[], ${items.map(({ w }) => w)}::float8[]) AS drawn(item, w)`;
}

/** Labels of queries that this run could have drawn have another inclusion probability from here on. */
async function mirrorProbabilities(
  ctx: Context,
  tx: Transaction,
  drawn: readonly { id: string }[],
): Promise<void> {
  const labelled = await tx.label.findMany({
    where: { projectId: ctx.project.id, current: true, queryId: { in: drawn.map(({ id }) => id) } },
    select: { queryId: true },
    distinct: ['queryId'],
  });
  await enqueueMirror(tx, ctx.project.id, { queries: labelled.map(({ queryId }) => queryId) });
}
