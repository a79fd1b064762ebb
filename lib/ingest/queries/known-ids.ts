import { z } from 'zod';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { PreparedEvent } from '../prepared-event.ts';

const rowSchema = z.object({
  project: z.string(),
  id: z.string(),
  content: z.string(),
  version: z.number(),
});
/** A server takes bound values in the URL, which has an end. */
const STATEMENT_CHARACTERS = 128 * 2 ** 10;

export function idKey(projectId: string, queryId: string): string {
  return `${projectId}\0${queryId}`;
}

/** Content hash of each of the events' ids that is stored, by `idKey`; '' where only spans made the query. */
export async function knownIds(
  queryLog: QueryLogStore,
  events: readonly PreparedEvent[],
): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (const { projects, ids } of statements(events.filter((event) => event.hasOwnId))) {
    // Most ids have one version, so the merge of FINAL would be work for nothing.
    const rows = await queryLog.rowsForIngest(
      rowSchema,
      `SELECT project_id AS project, query_id AS id, content_hash AS content, version FROM query_ids
       WHERE project_id IN {projects:Array(String)} AND query_id IN {ids:Array(String)}
       SETTINGS final = 0`,
      { projects, ids },
    );
    for (const row of rows.toSorted((a, b) => a.version - b.version))
      known.set(idKey(row.project, row.id), row.content);
  }
  return known;
}

function statements(events: readonly PreparedEvent[]): { projects: string[]; ids: string[] }[] {
  const slices: { projects: Set<string>; ids: Set<string>; characters: number }[] = [];
  for (const { row } of events) {
    let slice = slices.at(-1);
    if (slice === undefined || slice.characters > STATEMENT_CHARACTERS) {
      slice = { projects: new Set(), ids: new Set(), characters: 0 };
      slices.push(slice);
    }
    slice.projects.add(row.project_id);
    slice.ids.add(row.query_id);
    slice.characters += row.query_id.length;
  }
  return slices.map(({ projects, ids }) => ({ projects: [...projects], ids: [...ids] }));
}
