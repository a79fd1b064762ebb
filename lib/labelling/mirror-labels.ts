import type { Stores } from '../platform/stores.ts';
import { emptyLabelRow, gradeRow, labelRow } from './mirror-rows.ts';
import { readBuckets, readMirroredChunks } from './queries/mirrored-rows.ts';
import { readResolvedGrades } from './queries/resolved-grades.ts';
import { readResolvedLabels } from './queries/resolved-labels.ts';

const TASKS_A_ROUND = 500;

interface Task {
  kind: string;
  key: string;
  stamp: bigint;
}

/** For each project the round that runs and, if somebody asked meanwhile, the one that will follow it. */
const rounds = new Map<string, { running: Promise<void>; next: Promise<void> | undefined }>();

/**
 * Copies what is pending of a project's labels into the query log; when it returns, a chart shows every label
 * that was committed before the call. Callers at the same time share a round. Rejects when a store fails; what
 * was not copied stays pending.
 */
export function mirrorLabels(stores: Stores, projectId: string): Promise<void> {
  const round = rounds.get(projectId);
  if (round !== undefined) {
    round.next ??= round.running.then(ignore, ignore).then(() => startRound(stores, projectId));
    return round.next;
  }
  return startRound(stores, projectId);
}

function startRound(stores: Stores, projectId: string): Promise<void> {
  const running = copyPending(stores, projectId);
  const round = { running, next: undefined };
  rounds.set(projectId, round);
  running
    .finally(() => rounds.get(projectId) === round && !round.next && rounds.delete(projectId))
    .catch(ignore);
  return running;
}

const ignore = () => undefined;

async function copyPending(stores: Stores, projectId: string): Promise<void> {
  const { prisma } = stores.controlPlane;
  for (;;) {
    // Read before the labels are: a change in between raises the stamp, and the task stays pending.
    const tasks = await prisma.mirrorTask.findMany({
      where: { projectId, pending: true },
      orderBy: { stamp: 'asc' },
      take: TASKS_A_ROUND,
    });
    if (tasks.length === 0) return;
    const ofKind = (kind: string) => tasks.filter((task) => task.kind === kind);
    await Promise.all([
      copyLabels(stores, projectId, ofKind('query')),
      copyGrades(stores, projectId, ofKind('question')),
    ]);
    await settle(stores, projectId, tasks);
    if (tasks.length < TASKS_A_ROUND) return;
  }
}

async function copyLabels(stores: Stores, projectId: string, tasks: readonly Task[]): Promise<void> {
  if (tasks.length === 0) return;
  const ids = tasks.map((task) => task.key);
  const labels = await readResolvedLabels(stores.controlPlane.prisma, projectId, ids);
  const buckets = await readBuckets(stores.queryLog, projectId, ids);
  const rows = tasks.map(({ key, stamp }) => {
    const label = labels.get(key);
    const bucket = buckets.get(key);
    const exists = label !== undefined && bucket !== undefined;
    const row = exists ? labelRow(key, bucket, label) : emptyLabelRow(key);
    return { project_id: projectId, ...row, version: Number(stamp), deleted: exists ? 0 : 1 };
  });
  await stores.queryLog.insert('query_labels', rows);
}

async function copyGrades(stores: Stores, projectId: string, tasks: readonly Task[]): Promise<void> {
  if (tasks.length === 0) return;
  const questions = tasks.map((task) => task.key);
  const versions = new Map(tasks.map((task) => [task.key, Number(task.stamp)]));
  const grades = (await readResolvedGrades(stores.controlPlane.prisma, projectId, questions)).map(gradeRow);
  const graded = new Set(grades.map((row) => JSON.stringify([row.question_hash, row.chunk_hash])));
  const mirrored = await readMirroredChunks(stores.queryLog, projectId, questions);
  const gone = mirrored.filter((row) => !graded.has(JSON.stringify([row.question_hash, row.chunk_hash])));
  const rows = [
    ...grades.map((row) => ({ ...row, deleted: 0 })),
    ...gone.map((row) => ({ ...row, grade: 0, deleted: 1 })),
  ];
  await stores.queryLog.insert(
    'judgements',
    rows.map((row) => ({ project_id: projectId, ...row, version: versions.get(row.question_hash) })),
  );
}

/** Marks the tasks as done, except those whose stamp rose while they were copied. */
async function settle(stores: Stores, projectId: string, tasks: readonly Task[]): Promise<void> {
  const kinds = tasks.map((task) => task.kind);
  const keys = tasks.map((task) => task.key);
  const stamps = tasks.map((task) => String(task.stamp));
  await stores.controlPlane.prisma.$executeRaw`
    UPDATE "MirrorTask" AS task SET "pending" = false
    FROM unnest(${kinds}::text[], ${keys}::text[], ${stamps}::text[]) AS copied(kind, key, stamp)
    WHERE task."projectId" = ${projectId} AND task."kind" = copied.kind AND task."key" = copied.key
      AND task."stamp" = copied.stamp::bigint`;
}
