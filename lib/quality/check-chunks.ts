import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { QueryLogStore } from '../platform/query-log-store.ts';
import type { Stores } from '../platform/stores.ts';
import { minHash } from '../text/min-hash.ts';
import { comparableText, shinglesOf } from '../text/shingles.ts';
import { CHUNK_RULES_VERSION, chunkFindings } from './chunk-findings.ts';

const PAGE = 1000;
/** So many are checked before others get their turn on the thread: some 15 ms. */
const AT_A_TIME = 32;

const rowSchema = z.object({ chunk: z.string(), text: z.string(), title: z.string() });
type Row = z.output<typeof rowSchema>;

/**
 * Checks the texts of known chunks that were not checked under the present rules and title, in the order of their
 * keys, for about `budgetMs` or until the signal. Says whether all are. A title that was registered stands above those
 * that came with hits. Running twice at once does the work twice and nothing else.
 */
export async function checkChunks(
  { queryLog }: Pick<Stores, 'queryLog'>,
  projectId: string,
  { budgetMs, signal }: { budgetMs: number; signal?: AbortSignal },
): Promise<{ isComplete: boolean }> {
  const until = performance.now() + budgetMs;
  const isOver = () => performance.now() > until || signal?.aborted === true;
  let after = '';
  for (;;) {
    const rows = await uncheckedChunks(queryLog, projectId, after);
    const done = await checkRows(queryLog, projectId, rows, isOver);
    if (done < rows.length) return { isComplete: false };
    if (rows.length < PAGE) return { isComplete: true };
    after = rows.at(-1)?.chunk ?? after;
  }
}

const REGISTERED = `SELECT chunk_hash, argMax(corpus.title, version) AS registered_title FROM corpus
  WHERE project_id = {project:String} AND corpus.title != '' GROUP BY chunk_hash`;

async function uncheckedChunks(queryLog: QueryLogStore, project: string, after: string): Promise<Row[]> {
  const rows = await queryLog.rows(
    rowSchema,
    `SELECT c.chunk_hash AS chunk, c.text AS text, coalesce(r.registered_title, '') AS title
     FROM (SELECT chunk_hash, text FROM chunks WHERE project_id = {project:String} AND chunk_hash > {after:String}
       AND chunk_hash NOT IN (
         SELECT k.chunk_hash FROM chunk_checks AS k LEFT JOIN (${REGISTERED}) AS r ON r.chunk_hash = k.chunk_hash
         WHERE k.project_id = {project:String} AND k.rules = {rules:UInt16} AND coalesce(r.registered_title, k.title) = k.title)
       ORDER BY chunk_hash LIMIT ${PAGE}) AS c
     LEFT JOIN (${REGISTERED}) AS r ON r.chunk_hash = c.chunk_hash ORDER BY chunk`,
    { project, after, rules: CHUNK_RULES_VERSION },
  );
  const titles = await titlesOfHits(
    queryLog,
    project,
    rows.filter(({ title }) => title === '').map(({ chunk }) => chunk),
  );
  return rows.map((row) => ({ ...row, title: row.title || (titles.get(row.chunk) ?? '') }));
}

/** Titles of chunks that were never registered with one, as they came with a hit. */
async function titlesOfHits(
  queryLog: QueryLogStore,
  project: string,
  chunks: readonly string[],
): Promise<Map<string, string>> {
  if (chunks.length === 0) return new Map();
  const rows = await queryLog.rows(
    z.object({ chunk: z.string(), title: z.string() }),
    `SELECT tupleElement(hit, 1) AS chunk, any(tupleElement(hit, 2)) AS title FROM (
       SELECT arrayJoin(arrayZip(hit_chunks, hit_titles)) AS hit FROM queries WHERE project_id = {project:String})
     WHERE tupleElement(hit, 2) != '' AND tupleElement(hit, 1) IN {chunks:Array(String)} GROUP BY chunk`,
    { project, chunks },
  );
  return new Map(rows.map((row) => [row.chunk, row.title]));
}

/** How many of the rows were checked and stored before the time was up; at least one slice. */
async function checkRows(
  queryLog: QueryLogStore,
  project: string,
  rows: readonly Row[],
  isOver: () => boolean,
): Promise<number> {
  const checked: object[] = [];
  for (const row of rows) {
    const { words, findings } = chunkFindings(row);
    const signature = [...minHash(shinglesOf(comparableText(row.text)))];
    checked.push({
      project_id: project,
      chunk_hash: row.chunk,
      rules: CHUNK_RULES_VERSION,
      title: row.title,
      words,
      findings,
      signature,
      version: Date.now(),
    });
    if (checked.length % AT_A_TIME === 0) {
      if (isOver()) break;
      await setImmediate();
    }
  }
  await queryLog.insert('chunk_checks', checked);
  return checked.length;
}
