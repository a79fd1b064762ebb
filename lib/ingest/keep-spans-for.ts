import { z } from 'zod';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';

/** Makes spans, and what JSON said of their traces, expire so many days after they came. */
export async function keepSpansFor(queryLog: QueryLogStore, days: number): Promise<void> {
  const expiry = `toDateTime(received_at) + INTERVAL ${Number(days)} DAY`;
  const tables = await queryLog.rowsForIngest(
    z.object({ name: z.string(), definition: z.string() }),
    `SELECT name, create_table_query AS definition FROM system.tables
     WHERE database = currentDatabase() AND name IN ('spans', 'trace_queries')`,
  );
  for (const { name, definition } of tables) {
    // A change looks at every part, so it is made only where it is one.
    if (definition.includes(`toIntervalDay(${Number(days)})`)) continue;
    await queryLog.command(`ALTER TABLE ${name} MODIFY TTL ${expiry}`);
  }
}
