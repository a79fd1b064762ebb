import type { Stores } from '../platform/stores.ts';
import { enqueueMirror } from './enqueue-mirror.ts';
import { mirrorLabels } from './mirror-labels.ts';
import { gradeRow, labelRow, sameRow } from './mirror-rows.ts';
import {
  type KeyRange,
  readBuckets,
  readMirroredGrades,
  readMirroredLabels,
} from './queries/mirrored-rows.ts';
import { readResolvedGrades } from './queries/resolved-grades.ts';
import { readResolvedLabels } from './queries/resolved-labels.ts';

const KEYS_A_PAGE = 500;

export interface Reconciled {
  /** Keys whose copy was missing, stale or left over, and has been written again. */
  queries: number;
  questions: number;
}

/**
 * Makes the query log's copy of the labels equal to the control plane, for all projects: whatever a crash, a
 * restore or a lost table left behind. Returns how much was wrong.
 */
export async function reconcileMirror(stores: Stores): Promise<Reconciled> {
  const total: Reconciled = { queries: 0, questions: 0 };
  const projects = await stores.controlPlane.prisma.project.findMany({
    where: { deletingAt: null },
    select: { id: true },
  });
  for (const { id } of projects) {
    await mirrorLabels(stores, id);
    total.queries += await reconcile(stores, id, 'queries');
    total.questions += await reconcile(stores, id, 'questions');
  }
  return total;
}

/** Compares page by page in key order, so that neither side has to fit in memory. */
async function reconcile(stores: Stores, projectId: string, kind: keyof Reconciled): Promise<number> {
  let wrongTotal = 0;
  for (let after: string | undefined = ''; after !== undefined; ) {
    const keys: string[] = await (kind === 'queries' ? labelledQueries : judgedQuestions)(
      stores,
      projectId,
      after,
    );
    const upTo = keys.length < KEYS_A_PAGE ? undefined : keys.at(-1);
    const compare = kind === 'queries' ? wrongLabels : wrongGrades;
    const { wrong, above } = await compare(stores, projectId, keys, { after, upTo });
    if (wrong.length > 0) {
      await stores.controlPlane.prisma.$transaction((tx) =>
        enqueueMirror(tx, projectId, { [kind]: wrong }, above),
      );
      await mirrorLabels(stores, projectId);
    }
    wrongTotal += wrong.length;
    after = upTo;
  }
  return wrongTotal;
}

interface Difference {
  wrong: string[];
  /** The highest version of the mirrored rows: what is written instead must be above it. */
  above: number;
}

async function wrongLabels(
  stores: Stores,
  projectId: string,
  ids: readonly string[],
  range: KeyRange,
): Promise<Difference> {
  const labels = await readResolvedLabels(stores.controlPlane.prisma, projectId, ids);
  const buckets = await readBuckets(stores.queryLog, projectId, ids);
  const mirrored = await readMirroredLabels(stores.queryLog, projectId, range);
  const wanted = [...labels].flatMap(([id, label]) => {
    const bucket = buckets.get(id);
    return bucket === undefined ? [] : [labelRow(id, bucket, label)];
  });
  return difference(
    wanted,
    mirrored,
    (row) => row.query_id,
    (row) => row.query_id,
  );
}

async function wrongGrades(
  stores: Stores,
  projectId: string,
  questions: readonly string[],
  range: KeyRange,
): Promise<Difference> {
  const wanted = (await readResolvedGrades(stores.controlPlane.prisma, projectId, questions)).map(gradeRow);
  const mirrored = await readMirroredGrades(stores.queryLog, projectId, range);
  const identity = (row: { question_hash: string; chunk_hash: string }) =>
    JSON.stringify([row.question_hash, row.chunk_hash]);
  return difference(wanted, mirrored, identity, (row) => row.question_hash);
}

/** The keys of rows that are missing, differ, or are only mirrored. */
function difference<Row extends Parameters<typeof sameRow>[0]>(
  wanted: readonly Row[],
  mirrored: readonly (Row & { version: number })[],
  identityOf: (row: Row) => string,
  keyOf: (row: Row) => string,
): Difference {
  const left = new Map(mirrored.map((row) => [identityOf(row), row]));
  const wrong = new Set<string>();
  for (const row of wanted) {
    const copy = left.get(identityOf(row));
    left.delete(identityOf(row));
    if (copy === undefined) wrong.add(keyOf(row));
    else {
      const { version: _, ...copied } = copy;
      if (!sameRow(row, copied as unknown as Row)) wrong.add(keyOf(row));
    }
  }
  for (const row of left.values()) wrong.add(keyOf(row));
  return { wrong: [...wrong], above: Math.max(0, ...mirrored.map((row) => row.version)) };
}

async function labelledQueries(stores: Stores, projectId: string, after: string): Promise<string[]> {
  const rows = await stores.controlPlane.prisma.$queryRaw<{ key: string }[]>`
    SELECT DISTINCT "queryId" COLLATE "C" AS key FROM "Label"
    WHERE "projectId" = ${projectId} AND "current" AND "queryId" COLLATE "C" > ${after}
    ORDER BY key LIMIT ${KEYS_A_PAGE}`;
  return rows.map((row) => row.key);
}

async function judgedQuestions(stores: Stores, projectId: string, after: string): Promise<string[]> {
  const rows = await stores.controlPlane.prisma.$queryRaw<{ key: string }[]>`
    SELECT DISTINCT "questionHash" COLLATE "C" AS key FROM "Judgement"
    WHERE "projectId" = ${projectId} AND "current" AND "questionHash" COLLATE "C" > ${after}
    ORDER BY key LIMIT ${KEYS_A_PAGE}`;
  return rows.map((row) => row.key);
}
