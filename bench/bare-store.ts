import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preparedEvent } from '#lib/ingest/prepared-event.ts';
import { migrateQueryLog } from '#lib/platform/migrate-query-log.ts';
import { openQueryLogStore } from '#lib/platform/query-log-store.ts';
import { generatedQuery } from './generator.ts';

const BLOCK = 500;

/** Rows a second that the same client stores without Faultline: the same rows, blocks of 500, the bare table. */
export async function bareStoreRate(total: number, endsAtMs: number): Promise<number> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'faultline-bare-'));
  const store = openQueryLogStore({ dataFolder });
  await migrateQueryLog(store);
  const arrival = {
    projectId: 'bench',
    samplingSecret: 'bench',
    origin: 'live' as const,
    receivedMs: endsAtMs,
  };
  const rows = Array.from(
    { length: total },
    (_, i) => preparedEvent(generatedQuery(i, total, endsAtMs), arrival).row,
  );
  const begin = performance.now();
  for (let i = 0; i < total; i += BLOCK) await store.insert('queries', rows.slice(i, i + BLOCK));
  const rate = total / ((performance.now() - begin) / 1000);
  await store.close();
  rmSync(dataFolder, { recursive: true, force: true });
  return rate;
}
