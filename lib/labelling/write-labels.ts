import type { z } from 'zod';
import { ensurePersons } from '../auth/ensure-persons.ts';
import { mayDo, requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { gradedLabel, type LabelFault } from './graded-label.ts';
import { labelContent } from './label-content.ts';
import { readGradableQueries } from './queries/gradable-queries.ts';
import { readKnownChunks } from './queries/known-chunks.ts';
import { reviseGold } from './revise-gold.ts';
import { type BatchAnswer, type WrittenLabel, writeLabelsSchema, writtenLabelSchema } from './schema.ts';
import { showLabels } from './show-labels.ts';
import { type NewLabel, storeLabels } from './store-labels.ts';
import { transactLabels } from './transact-labels.ts';

/** A label of the batch with its place in it. */
interface Placed<T> {
  index: number;
  value: T;
}

/**
 * Stores labels that were given outside a queue, in the order sent. One that equals its reviewer's current label
 * is a duplicate; one with a fault is rejected alone. Such labels have no inclusion probability.
 */
export async function writeLabels(
  ctx: Context,
  input: z.input<typeof writeLabelsSchema>,
): Promise<BatchAnswer> {
  requirePermission(ctx, 'labels:write');
  const { labels } = writeLabelsSchema.parse(input);
  const faults = new Map<number, LabelFault>();
  const parsed = parseEach(labels, faults);
  const ready = await prepare(ctx, parsed, faults);
  const reviewers = ready.map(({ value }) => value.personId);
  const stored = await transactLabels(ctx, reviewers, (tx) => storeAll(ctx, tx, ready));
  if (stored.accepted > 0) await showLabels(ctx);
  return {
    ...stored,
    ids: labels.map((_, index) => stored.ids.get(index) ?? null),
    rejected: [...faults]
      .sort(([a], [b]) => a - b)
      .map(([index, fault]) => ({ index, id: queryIdOf(labels[index]), ...fault })),
  };
}

function queryIdOf(sent: unknown): string | null {
  const id = (sent as { queryId?: unknown } | null)?.queryId;
  return typeof id === 'string' ? id : null;
}

function parseEach(sent: readonly unknown[], faults: Map<number, LabelFault>): Placed<WrittenLabel>[] {
  return sent.flatMap((one, index) => {
    const result = writtenLabelSchema.safeParse(one);
    if (result.success) return [{ index, value: result.data }];
    const issue = result.error.issues[0];
    const path = issue?.path.map(String).join('.') ?? '';
    faults.set(index, { code: 'invalid', path, message: issue?.message ?? 'is not a label' });
    return [];
  });
}

/** Finds query, hits, chunk and person of each label; what cannot be found is a fault. */
async function prepare(
  ctx: Context,
  parsed: readonly Placed<WrittenLabel>[],
  faults: Map<number, LabelFault>,
): Promise<Placed<NewLabel>[]> {
  const chunks = parsed.flatMap(({ value }) => value.missingDocument?.chunk ?? []);
  const [queries, knownChunks, sender] = await Promise.all([
    readGradableQueries(
      ctx,
      parsed.map(({ value }) => value.queryId),
    ),
    readKnownChunks(ctx, chunks),
    senderName(ctx),
  ]);
  const fitting = parsed.flatMap(({ index, value }) => {
    const query = queries.get(value.queryId);
    const reviewer = value.reviewer ?? sender;
    const result = mayWriteAs(ctx, reviewer, sender)
      ? query === undefined
        ? fault('not_found', 'queryId', 'no query of this project has this id')
        : gradedLabel(query, value, knownChunks)
      : fault('forbidden', 'reviewer', 'only an admin may write labels of others');
    if (query !== undefined && 'grades' in result) return [{ index, value, query, reviewer, result }];
    if ('code' in result) faults.set(index, result);
    return [];
  });
  const persons = await ensurePersons(
    ctx,
    fitting.map(({ reviewer }) => reviewer),
  );
  return fitting.map(
    ({ index, value: { queryId: _, reviewer: _sent, ...label }, query, reviewer, result }) => ({
      index,
      value: {
        queryId: query.id,
        questionHash: query.questionHash,
        personId: persons.get(reviewer) ?? '',
        label,
        grades: result.grades,
        gradingProtocol: 'free',
        guidelineVersion: null,
      },
    }),
  );
}

function fault(code: LabelFault['code'], path: string, message: string): LabelFault {
  return { code, path, message };
}

/** In whose name a label without `reviewer` is written. */
async function senderName(ctx: Context): Promise<string> {
  const { actor } = ctx;
  if (actor.kind === 'person') return actor.name;
  if (actor.kind === 'system') return 'System';
  const key = await ctx.stores.controlPlane.prisma.apiKey.findUnique({ where: { id: actor.keyId } });
  return `API key ${key?.name ?? actor.keyId}`;
}

function mayWriteAs(ctx: Context, reviewer: string, sender: string): boolean {
  return ctx.actor.kind !== 'person' || reviewer === sender || mayDo(ctx.actor, 'queues:manage');
}

/** Stores the labels; what revises an answer to a gold item stays one. */
async function storeAll(ctx: Context, tx: Transaction, ready: readonly Placed<NewLabel>[]) {
  const gold = new Map<number, { id: string; changed: boolean }>();
  const shown = await readGoldQueries(ctx, tx, ready);
  for (const { index, value } of ready) {
    const revised = shown.has(value.queryId) ? await reviseGold(ctx, tx, value) : undefined;
    if (revised !== undefined) gold.set(index, revised);
  }
  const stored = await storeChanged(
    ctx,
    tx,
    ready.filter(({ index }) => !gold.has(index)),
  );
  const changed = [...gold.values()].filter((answer) => answer.changed).length;
  return {
    accepted: stored.accepted + changed,
    duplicates: stored.duplicates + gold.size - changed,
    ids: new Map([...stored.ids, ...[...gold].map(([index, { id }]) => [index, id] as const)]),
  };
}

/** Which of the queries the person who asks answered as gold items. */
async function readGoldQueries(
  { actor, project }: Context,
  tx: Transaction,
  ready: readonly Placed<NewLabel>[],
): Promise<Set<string>> {
  if (actor.kind !== 'person') return new Set();
  const queryId = { in: [...new Set(ready.map(({ value }) => value.queryId))] };
  const where = { projectId: project.id, personId: actor.personId, queryId };
  const rows = await tx.goldAnswer.findMany({ where, select: { queryId: true } });
  return new Set(rows.map((row) => row.queryId));
}

/** Stores those whose content differs from the reviewer's label at that point of the batch. */
async function storeChanged(ctx: Context, tx: Transaction, ready: readonly Placed<NewLabel>[]) {
  const contents = await readCurrentContents(ctx, tx, ready);
  const changed: Placed<NewLabel>[] = [];
  // Of a duplicate: the label it repeats, stored before or at a place of this batch.
  const repeated = new Map<number, { id: string } | { place: number }>();
  for (const { index, value } of ready) {
    const pair = pairOf(value);
    const content = labelContent(
      { ...value.label, missingDocument: value.label.missingDocument?.chunk },
      value.grades,
    );
    const current = contents.get(pair);
    if (current?.content === content) {
      repeated.set(index, current.label);
      continue;
    }
    contents.set(pair, { content, label: { place: changed.length } });
    changed.push({ index, value });
  }
  const stored = await storeLabels(
    tx,
    ctx.project.id,
    ctx.now(),
    changed.map(({ value }) => value),
  );
  const ids = new Map<number, string | undefined>(changed.map(({ index }, place) => [index, stored[place]]));
  for (const [index, label] of repeated) ids.set(index, 'id' in label ? label.id : stored[label.place]);
  return { accepted: changed.length, duplicates: repeated.size, ids };
}

interface CurrentContent {
  content: string;
  label: { id: string } | { place: number };
}

async function readCurrentContents(
  ctx: Context,
  tx: Transaction,
  ready: readonly Placed<NewLabel>[],
): Promise<Map<string, CurrentContent>> {
  const rows = await tx.label.findMany({
    where: {
      projectId: ctx.project.id,
      current: true,
      queryId: { in: [...new Set(ready.map(({ value }) => value.queryId))] },
      personId: { in: [...new Set(ready.map(({ value }) => value.personId))] },
    },
    include: { judgements: true },
  });
  return new Map(
    rows.map((row) => {
      const grades = row.judgements.map(({ chunkHash, grade, bulk }) => ({ chunk: chunkHash, grade, bulk }));
      return [
        pairOf(row),
        { content: labelContent({ ...row, flag: row.flagNote }, grades), label: { id: row.id } },
      ];
    }),
  );
}

function pairOf({ queryId, personId }: { queryId: string; personId: string }): string {
  return JSON.stringify([queryId, personId]);
}
