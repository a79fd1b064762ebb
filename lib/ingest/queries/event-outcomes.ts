import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { ingestState } from '../ingest-state.ts';

export const eventOutcomesSchema = z.object({
  /** By kind of event: sent = accepted + duplicates + what was rejected. */
  units: z.array(
    z.object({
      unit: z.string(),
      sent: z.number(),
      accepted: z.number(),
      duplicates: z.number(),
      /** Among the duplicates: known with other content, the first of which stays. */
      conflicting: z.number(),
      rejected: z.array(z.object({ reason: z.string(), events: z.number() })),
    }),
  ),
  /** Traces without a model or a retrieval. */
  notAQuery: z.number(),
  /** Log records that are no evaluations; they are in no unit. */
  ignored: z.number(),
});
export type EventOutcomes = z.output<typeof eventOutcomesSchema>;

const rowSchema = z.object({
  unit: z.string(),
  outcome: z.string(),
  reason: z.string(),
  events: z.number(),
});
type Row = z.output<typeof rowSchema>;

/** Outcomes of what is no event. */
const APART = new Set(['not_a_query', 'ignored']);

/** What became of the events that arrived since the start of an hour, also before the process started. */
export async function eventOutcomes(ctx: Context, since: Date): Promise<EventOutcomes> {
  await ingestState(ctx.stores).eventCounts.store();
  const rows = await ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT toString(unit) AS unit, toString(outcome) AS outcome, toString(reason) AS reason, sum(events) AS events
     FROM ingest_counts
     WHERE project_id = {project:String} AND hour >= fromUnixTimestamp64Milli({since:Int64})
     GROUP BY unit, outcome, reason ORDER BY unit, events DESC, reason`,
    { project: ctx.project.id, since: since.getTime() },
  );
  const of = (wanted: string) => rows.filter(({ outcome }) => outcome === wanted);
  const events = rows.filter(({ outcome }) => !APART.has(outcome));
  return {
    units: [...Map.groupBy(events, ({ unit }) => unit)].map(([unit, own]) => ({ unit, ...outcomesOf(own) })),
    notAQuery: sum(of('not_a_query')),
    ignored: sum(of('ignored')),
  };
}

function outcomesOf(rows: readonly Row[]) {
  const of = (outcome: string) => rows.filter((row) => row.outcome === outcome);
  return {
    sent: sum(rows),
    accepted: sum(of('accepted')),
    duplicates: sum(of('duplicate')),
    conflicting: sum(of('duplicate').filter(({ reason }) => reason === 'conflict')),
    rejected: of('rejected').map(({ reason, events }) => ({ reason, events })),
  };
}

function sum(rows: readonly Pick<Row, 'events'>[]): number {
  return rows.reduce((total, { events }) => total + events, 0);
}
