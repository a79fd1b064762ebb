import { z } from 'zod';
import type { Stores } from '#lib/platform/stores.ts';
import { ingestState } from './ingest-state.ts';

/** Every table that the domain writes, but for the ids. Spans first: a repair would make their queries again. */
const ERASURES = {
  spans: 'DELETE FROM spans',
  trace_queries: 'DELETE FROM trace_queries',
  queries: 'DELETE FROM queries',
  chunks: 'DELETE FROM chunks',
  corpus: 'DELETE FROM corpus',
  feedback: 'DELETE FROM feedback',
  scores: 'DELETE FROM scores',
  query_tags: 'DELETE FROM query_tags',
  quarantine: 'DELETE FROM quarantine',
  ingest_counts: 'DELETE FROM ingest_counts',
  query_deletions: 'DELETE FROM query_deletions',
};
const OF_PROJECT = 'project_id = {projectId:String}';

/** Erases everything that was logged for a project. Safe to run again. */
export async function eraseEvents(stores: Stores, projectId: string): Promise<void> {
  // Counts that still wait in memory would come back after their table was emptied.
  await ingestState(stores).eventCounts.store();
  for (const [table, erasure] of Object.entries(ERASURES)) await erase(stores, projectId, table, erasure);
  // Between commits and after the queries: else the repair of missing ids could bring some back.
  await ingestState(stores).groupCommit.exclusive(() =>
    erase(stores, projectId, 'query_ids', 'DELETE FROM query_ids'),
  );
}

async function erase({ queryLog }: Stores, projectId: string, table: string, erasure: string): Promise<void> {
  const [found] = await queryLog.rows(
    z.object({ one: z.number() }),
    `SELECT 1 AS one FROM ${table} WHERE ${OF_PROJECT} LIMIT 1 SETTINGS final = 0`,
    { projectId },
  );
  // A delete rewrites parts even where it finds nothing.
  if (found !== undefined) await queryLog.command(`${erasure} WHERE ${OF_PROJECT}`, { projectId });
}
