import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import { idKey } from './queries/known-ids.ts';
import { knownQueries } from './queries/known-queries.ts';

/** Another id of a stored query. */
export interface Alias {
  projectId: string;
  id: string;
  /** The id under which the query is stored. */
  sameAs: string;
  contentHash: string;
}

/** The rows under the ids by which their queries are stored, where they name them by another. */
export async function underStoredIds<T extends { project_id: string; query_id: string }>(
  queryLog: QueryLogStore,
  rows: readonly T[],
): Promise<T[]> {
  if (rows.length === 0) return [];
  const wanted = rows.map((row) => ({ projectId: row.project_id, id: row.query_id }));
  const known = await knownQueries(queryLog, wanted);
  return rows.map((row) => {
    const sameAs = known.get(idKey(row.project_id, row.query_id))?.sameAs ?? '';
    return sameAs === '' ? row : { ...row, query_id: sameAs };
  });
}

/** Gives a query what was said of it under its other id before that was known to be one. Safe to run again. */
export async function claimAttached(queryLog: QueryLogStore, aliases: readonly Alias[]): Promise<void> {
  for (const { projectId, id, sameAs } of aliases) {
    const params = { projectId, id, sameAs };
    await queryLog.command(
      `INSERT INTO feedback SELECT * REPLACE ({sameAs:String} AS query_id) FROM feedback AS f
       WHERE f.project_id = {projectId:String} AND f.query_id = {id:String}`,
      params,
    );
    await queryLog.command(
      `INSERT INTO scores SELECT * REPLACE ({sameAs:String} AS query_id) FROM scores AS s
       WHERE s.project_id = {projectId:String} AND s.query_id = {id:String}`,
      params,
    );
  }
}
