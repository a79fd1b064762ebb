import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { chunkTexts } from '../../query-log/queries/chunk-texts.ts';
import { DisjointSets, NEAR_DUPLICATE_SIMILARITY } from '../../text/near-duplicates.ts';
import { comparableText, jaccard, shinglesOf } from '../../text/shingles.ts';
import { CHUNK_RULES_VERSION } from '../chunk-findings.ts';

/** Of the 128 values of a signature; texts at the threshold share none of 32 bands of four once in twenty million. */
const BAND = 4;
const BANDS = 32;
/** Compared within a group that shares a band; further members are found through other groups. */
const COMPARED_IN_GROUP = 64;
const MOST_GROUPS = 20_000;
const TEXTS_AT_ONCE = 2000;
/** Estimates of the threshold lie below it less than once in a thousand. */
const LIKELY_SIMILARITY = NEAR_DUPLICATE_SIMILARITY - 0.14;
/** Some ten milliseconds, after which others get their turn on the thread. */
const GROUPS_AT_A_TIME = 32;
const PAIRS_AT_A_TIME = 256;

/** The clusters of the last projects asked for, until a chunk is checked again. */
const known = new LRUCache<string, string[][]>({ max: 20 });

/**
 * Clusters of near-duplicate chunks among those that are checked, each with its hashes in order, the first cluster
 * first. Chunks that are registered only under different index versions are versions of one text, not duplicates.
 */
export async function alikeChunks(ctx: Context): Promise<string[][]> {
  const params = { project: ctx.project.id, rules: CHUNK_RULES_VERSION };
  const [state] = await ctx.stores.queryLog.rows(
    z.object({ state: z.string() }),
    `SELECT concat(toString(count()), ' ', toString(max(version)), ' ', toString((
         SELECT max(version) FROM corpus WHERE project_id = {project:String}))) AS state
     FROM chunk_checks WHERE project_id = {project:String} AND rules = {rules:UInt16}`,
    params,
  );
  const key = `${ctx.project.id} ${state?.state}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const groups = await ctx.stores.queryLog.rows(
    z.object({ chunks: z.array(z.string()) }),
    `SELECT DISTINCT chunks FROM (
       SELECT arraySort(groupArray(${COMPARED_IN_GROUP})(chunk_hash)) AS chunks FROM (
         SELECT chunk_hash,
           arrayJoin(arrayMap(b -> cityHash64(b, arraySlice(signature, b * ${BAND} + 1, ${BAND})), range(${BANDS}))) AS band
         FROM chunk_checks WHERE project_id = {project:String} AND rules = {rules:UInt16}
           AND chunk_hash IN (SELECT chunk_hash FROM chunks WHERE project_id = {project:String}))
       GROUP BY band HAVING count() > 1)
     LIMIT ${MOST_GROUPS}`,
    params,
  );
  const clusters = await verified(
    ctx,
    groups.map(({ chunks }) => chunks),
  );
  known.set(key, clusters);
  return clusters;
}

/** Members of a group are compared by their signatures first, which rules nearly all chance encounters out. */
async function verified(ctx: Context, groups: readonly string[][]): Promise<string[][]> {
  const chunks = [...new Set(groups.flat())].sort();
  const places = new Map(chunks.map((chunk, place) => [chunk, place]));
  const [signatures, versions] = await Promise.all([
    signaturesOf(ctx, chunks),
    registeredVersions(ctx, chunks),
  ]);
  const pairs = new Map<string, readonly [string, string]>();
  for (const [i, group] of groups.entries()) {
    if (i % GROUPS_AT_A_TIME === 0) await setImmediate();
    for (const [a, b] of pairsOf(group)) {
      const isLikely = estimate(signatures.get(a), signatures.get(b)) >= LIKELY_SIMILARITY;
      if (isLikely && mayBothServe(versions.get(a), versions.get(b))) pairs.set(`${a} ${b}`, [a, b]);
    }
  }
  const likely = [...pairs.values()];
  const shingles = await shinglesOfChunks(ctx, [...new Set(likely.flat())]);
  const sets = new DisjointSets(chunks.length);
  for (const [i, [a, b]] of likely.entries()) {
    if (i % PAIRS_AT_A_TIME === 0) await setImmediate();
    const [left = 0, right = 0] = [places.get(a), places.get(b)];
    const [first, second] = [shingles.get(a), shingles.get(b)];
    if (sets.first(left) === sets.first(right) || first === undefined || second === undefined) continue;
    if (jaccard(first, second) >= NEAR_DUPLICATE_SIMILARITY) sets.join(left, right);
  }
  const clusters = Map.groupBy(chunks.keys(), (place) => sets.first(place));
  return [...clusters.values()]
    .filter((members) => members.length > 1)
    .map((members) => members.map((place) => chunks[place] ?? ''));
}

function* pairsOf(group: readonly string[]): Generator<[string, string]> {
  for (const [i, a] of group.entries()) for (const b of group.slice(i + 1)) yield [a, b];
}

/** Share of equal places of two signatures; 0 where one is missing. */
function estimate(a: readonly number[] = [], b: readonly number[] = []): number {
  const equal = a.reduce((count, value, place) => count + (value === b[place] ? 1 : 0), 0);
  return a.length === 0 ? 0 : equal / a.length;
}

async function signaturesOf(ctx: Context, chunks: readonly string[]): Promise<Map<string, number[]>> {
  const signatures = new Map<string, number[]>();
  for (let from = 0; from < chunks.length; from += TEXTS_AT_ONCE) {
    const rows = await ctx.stores.queryLog.rows(
      z.object({ chunk_hash: z.string(), signature: z.array(z.number()) }),
      `SELECT chunk_hash, signature FROM chunk_checks
       WHERE project_id = {project:String} AND chunk_hash IN {chunks:Array(String)}`,
      { project: ctx.project.id, chunks: chunks.slice(from, from + TEXTS_AT_ONCE) },
    );
    for (const row of rows) signatures.set(row.chunk_hash, row.signature);
  }
  return signatures;
}

async function shinglesOfChunks(ctx: Context, chunks: readonly string[]): Promise<Map<string, Uint32Array>> {
  const shingles = new Map<string, Uint32Array>();
  for (let from = 0; from < chunks.length; from += TEXTS_AT_ONCE) {
    const texts = await chunkTexts(ctx, chunks.slice(from, from + TEXTS_AT_ONCE));
    for (const [chunk, text] of texts) {
      shingles.set(chunk, shinglesOf(comparableText(text)));
      if (shingles.size % PAIRS_AT_A_TIME === 0) await setImmediate();
    }
  }
  return shingles;
}

async function registeredVersions(ctx: Context, chunks: readonly string[]): Promise<Map<string, string[]>> {
  const versions = new Map<string, string[]>();
  for (let from = 0; from < chunks.length; from += TEXTS_AT_ONCE) {
    const rows = await ctx.stores.queryLog.rows(
      z.object({ chunk_hash: z.string(), versions: z.array(z.string()) }),
      `SELECT chunk_hash, groupUniqArray(toString(index_version)) AS versions FROM corpus
       WHERE project_id = {project:String} AND chunk_hash IN {chunks:Array(String)} GROUP BY chunk_hash`,
      { project: ctx.project.id, chunks: chunks.slice(from, from + TEXTS_AT_ONCE) },
    );
    for (const row of rows) versions.set(row.chunk_hash, row.versions);
  }
  return versions;
}

/** A chunk that was never registered may belong to any version. */
function mayBothServe(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === undefined || b === undefined || a.some((version) => b.includes(version));
}
