// Copies the queries of a store in blocks until there are as many as wanted: node bench/fill-store.ts <folder> <copies> <step ms>
import process from 'node:process';
import { z } from 'zod';
import { openQueryLogStore, type QueryLogStore } from '#lib/platform/query-log-store.ts';

const daySchema = z.object({ day: z.string() });

/**
 * Takes the queries that came through the door as a pattern, and stores `copies` of each, `stepMs` apart in time, with
 * ids, questions and sessions of their own. Day after day, as traffic would have come: parts do not overlap in time.
 */
export async function fillStore(store: QueryLogStore, copies: number, stepMs: number): Promise<void> {
  const run = (sql: string, params: Record<string, unknown> = {}) => store.command(sql, params);
  await run('CREATE TABLE pattern AS queries ENGINE = MergeTree ORDER BY (started_at, query_id)');
  await run('INSERT INTO pattern SELECT * FROM queries FINAL');
  await run('TRUNCATE TABLE queries');
  await run('TRUNCATE TABLE query_ids');
  const days = await store.rows(
    daySchema,
    'SELECT DISTINCT toString(toDate(started_at)) AS day FROM pattern ORDER BY day',
  );
  for (const { day } of days) {
    await run(COPY, { day, copies, stepMs });
    process.stdout.write('.');
  }
  // Afterwards: copies around midnight belong to another day than their pattern.
  for (const { day } of days) await run(IDS, { day });
  await run('DROP TABLE pattern');
  process.stdout.write('\n');
}

/** The first copy is the query itself, under its own id. */
const COPY = `
INSERT INTO queries
SELECT p.* REPLACE(
  if(c = 0, p.query_id, concat(p.query_id, '-', toString(c))) AS query_id,
  fromUnixTimestamp64Milli(toUnixTimestamp64Milli(p.started_at) + toInt64((c + 0.5 - {copies:UInt32} / 2) * {stepMs:Float64}), 'UTC') AS started_at,
  toStartOfHour(fromUnixTimestamp64Milli(toUnixTimestamp64Milli(p.started_at) + toInt64((c + 0.5 - {copies:UInt32} / 2) * {stepMs:Float64}), 'UTC')) AS bucket,
  if(c = 0, p.question, concat(p.question, ' Copy ', toString(c), '.')) AS question,
  if(c = 0, p.question_hash, lower(hex(MD5(concat(p.question_hash, toString(c)))))) AS question_hash,
  if(c = 0, p.session_id, concat(p.session_id, '-', toString(c))) AS session_id,
  cityHash64(p.query_id, c, 'u') / 18446744073709551616. AS u,
  cityHash64(p.query_id, c, 'v') / 18446744073709551616. AS v,
  cityHash64(p.query_id, c, 'o') / 18446744073709551616. AS o)
FROM pattern AS p ARRAY JOIN range({copies:UInt32}) AS c
WHERE toDate(p.started_at) = {day:Date}
ORDER BY p.project_id, bucket, query_id`;

const IDS = `
INSERT INTO query_ids (project_id, query_id, bucket, content_hash, version, received_at)
SELECT project_id, query_id, bucket, content_hash, version, received_at
FROM queries WHERE bucket >= toDateTime({day:Date}, 'UTC') AND bucket < toDateTime({day:Date}, 'UTC') + INTERVAL 1 DAY`;

if (import.meta.main) {
  const [dataFolder = '', copies = '1', stepMs = '0'] = process.argv.slice(2);
  const store = openQueryLogStore({ dataFolder });
  await fillStore(store, Number(copies), Number(stepMs));
  await store.close();
}
