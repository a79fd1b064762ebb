import { z } from 'zod';
import { deleteLabels } from '#lib/labelling/delete-labels.ts';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { type Deletion, forgetDeletion } from './forget-deletion.ts';

/** In the journal the query id, which no query has, of the row that says: all ids are noted, and shall go. */
export const SEAL = '';

const IDS_A_TRANSACTION = 2_000;
/** The row goes before its id: what is left after a crash is found by the journal, and until then by its id. */
const REMOVALS = {
  queries: 'DELETE FROM queries',
  query_ids: 'DELETE FROM query_ids',
  feedback: 'DELETE FROM feedback',
  scores: 'DELETE FROM scores',
  query_tags: 'DELETE FROM query_tags',
};
const TRACE_REMOVALS: Record<string, string> = {
  spans: 'DELETE FROM spans',
  trace_queries: 'DELETE FROM trace_queries',
  query_ids: 'DELETE FROM query_ids',
};
const NOTED = `SELECT query_id FROM query_deletions
  WHERE project_id = {projectId:String} AND deletion_id = {deletionId:String}`;

/** Removes the queries that a sealed deletion has noted from both stores, then the note. Safe to run again. */
export async function finishDeletion(stores: Stores, deletion: Deletion): Promise<void> {
  const { queryLog, controlPlane } = stores;
  for await (const ids of notedIds(stores, deletion)) {
    await controlPlane.prisma.$transaction((tx) => deleteLabels(tx, deletion.projectId, ids));
  }
  await removeTraces(queryLog, deletion);
  for (const [table, removal] of Object.entries(REMOVALS)) {
    const condition = `project_id = {projectId:String} AND query_id IN (${NOTED})`;
    const [found] = await queryLog.rows(
      z.object({ one: z.number() }),
      `SELECT 1 AS one FROM ${table} WHERE ${condition} LIMIT 1 SETTINGS final = 0`,
      { ...deletion },
    );
    // A delete rewrites parts even where it finds nothing.
    if (found !== undefined) await queryLog.command(`${removal} WHERE ${condition}`, { ...deletion });
  }
  await forgetDeletion(queryLog, deletion);
}

/**
 * The spans go first: while a query is there it says which they are, and left over they would make it again. The other
 * ids of a query go with it; '' there is no id, though the journal has one.
 */
async function removeTraces(queryLog: QueryLogStore, deletion: Deletion): Promise<void> {
  const ofTraces = `trace_id IN (
    SELECT lower(trace_id) FROM queries
    WHERE project_id = {projectId:String} AND trace_id != '' AND query_id IN (${NOTED}))`;
  const conditions = {
    spans: ofTraces,
    trace_queries: ofTraces,
    query_ids: `same_as != '' AND same_as IN (${NOTED})`,
  };
  for (const [table, condition] of Object.entries(conditions)) {
    const where = `WHERE project_id = {projectId:String} AND ${condition}`;
    const [found] = await queryLog.rows(
      z.object({ one: z.number() }),
      `SELECT 1 AS one FROM ${table} ${where} LIMIT 1 SETTINGS final = 0`,
      { ...deletion },
    );
    if (found !== undefined) await queryLog.command(`${TRACE_REMOVALS[table]} ${where}`, { ...deletion });
  }
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
