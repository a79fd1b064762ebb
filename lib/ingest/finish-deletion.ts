import { z } from 'zod';
import { enqueueMirror } from '#lib/labelling/enqueue-mirror.ts';
import type { Transaction } from '#lib/platform/control-plane.ts';
import type { Stores } from '#lib/platform/stores.ts';

export interface Deletion {
  projectId: string;
  deletionId: string;
}

const IDS_A_TRANSACTION = 2_000;
/** The row goes before its id: what is left after a crash is found by the journal, and until then by its id. */
const TABLES = ['queries', 'query_ids', 'feedback', 'query_tags'];
const NOTED = `SELECT query_id FROM query_deletions
  WHERE project_id = {projectId:String} AND deletion_id = {deletionId:String}`;

/** Removes the queries that a deletion has noted from both stores, then the note. Safe to run again. */
export async function finishDeletion(stores: Stores, deletion: Deletion): Promise<void> {
  const { queryLog, controlPlane } = stores;
  for await (const ids of notedIds(stores, deletion)) {
    await controlPlane.prisma.$transaction((tx) => deleteLabels(tx, deletion.projectId, ids));
  }
  for (const table of TABLES) {
    const condition = `project_id = {projectId:String} AND query_id IN (${NOTED})`;
    const [found] = await queryLog.rows(
      z.object({ one: z.number() }),
      `SELECT 1 AS one FROM ${table} WHERE ${condition} LIMIT 1 SETTINGS final = 0`,
      { ...deletion },
    );
    // A delete rewrites parts even where it finds nothing.
    if (found !== undefined)
      await queryLog.command(`DELETE FROM ${table} WHERE ${condition}`, { ...deletion });
  }
  await queryLog.command(
    'DELETE FROM query_deletions WHERE project_id = {projectId:String} AND deletion_id = {deletionId:String}',
    { ...deletion },
  );
}

async function* notedIds(stores: Stores, deletion: Deletion): AsyncGenerator<string[]> {
  let after = '';
  for (;;) {
    const rows = await stores.queryLog.rows(
      z.object({ query_id: z.string() }),
      `${NOTED} AND query_id > {after:String} ORDER BY query_id LIMIT ${IDS_A_TRANSACTION}`,
      { ...deletion, after },
    );
    const ids = rows.map((row) => row.query_id);
    if (ids.length > 0) yield ids;
    const last = ids.at(-1);
    if (last === undefined || ids.length < IDS_A_TRANSACTION) return;
    after = last;
  }
}

/** Grades are shared by all queries that ask the same, so the mirror is told which questions lose some. */
async function deleteLabels(tx: Transaction, projectId: string, queryIds: string[]): Promise<void> {
  const ofQueries = { projectId, queryId: { in: queryIds } };
  const judgements = await tx.judgement.findMany({
    where: { label: ofQueries },
    select: { questionHash: true },
    distinct: ['questionHash'],
  });
  const inQueues = { queue: { projectId }, queryId: { in: queryIds } };
  const labels = await tx.label.findMany({ where: ofQueries, select: { queryId: true } });
  const items = await tx.queueItem.findMany({ where: inQueues, select: { queryId: true } });
  await tx.label.deleteMany({ where: ofQueries });
  await tx.queueItem.deleteMany({ where: inQueues });
  await enqueueMirror(tx, projectId, {
    queries: [...labels, ...items].map((row) => row.queryId),
    questions: judgements.map((judgement) => judgement.questionHash),
  });
}
