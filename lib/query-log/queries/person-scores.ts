import { z } from 'zod';
import type { Context } from '../../platform/context.ts';

const scoreSchema = z.object({
  queryId: z.string(),
  name: z.string(),
  version: z.string(),
  value: z.number().nullable(),
  label: z.string(),
  comment: z.string(),
  /** When it came, epoch ms. */
  receivedMs: z.number(),
});
export type ReceivedPersonScore = z.output<typeof scoreSchema>;

const OF_PEOPLE = `project_id = {project:String} AND source = 'person' AND hit_id = ''`;
const VALUES_A_NAME = 20;

/** What people outside scored of answers under a name, by query id and version, after `after`. */
export function personScores(
  ctx: Context,
  { name, after, limit }: { name: string; after: { queryId: string; version: string }; limit: number },
): Promise<ReceivedPersonScore[]> {
  return ctx.stores.queryLog.rows(
    scoreSchema,
    `SELECT query_id AS queryId, toString(name) AS name, scorer_version AS version, value, label, comment,
       toUnixTimestamp64Milli(received_at) AS receivedMs
     FROM scores WHERE ${OF_PEOPLE} AND name = {name:String}
       AND (query_id, scorer_version) > ({afterId:String}, {afterVersion:String})
     ORDER BY query_id, scorer_version LIMIT {limit:UInt32}`,
    { project: ctx.project.id, name, afterId: after.queryId, afterVersion: after.version, limit },
  );
}

const saidSchema = z.object({
  name: z.string(),
  n: z.number(),
  said: z.array(z.tuple([z.string(), z.number().nullable(), z.number()])),
});

export interface PersonScoreName {
  name: string;
  /** Scores of that name. */
  n: number;
  /** What was said, the most frequent first: a label, or where there is none a value. */
  said: { label: string; value: number | null; n: number }[];
}

/** The names under which people outside scored answers, and what they said. */
export async function personScoreNames(ctx: Context): Promise<PersonScoreName[]> {
  const rows = await ctx.stores.queryLog.rows(
    saidSchema,
    `SELECT name, sum(count) AS n,
       arraySlice(arrayReverseSort(one -> one.3, groupArray((said_label, said_value, count))), 1, ${VALUES_A_NAME}) AS said
     FROM (SELECT toString(name) AS name, label AS said_label, if(label = '', value, NULL) AS said_value, count() AS count
       FROM scores WHERE ${OF_PEOPLE} GROUP BY name, said_label, said_value)
     GROUP BY name ORDER BY n DESC, name LIMIT 100`,
    { project: ctx.project.id },
  );
  return rows.map(({ name, n, said }) => ({
    name,
    n,
    said: said.map(([label, value, count]) => ({ label, value, n: count })),
  }));
}
