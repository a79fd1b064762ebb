import { LRUCache } from 'lru-cache';
import type { Stores } from '../platform/stores.ts';
import { VectorMatrix } from './vector-matrix.ts';

interface Collection {
  projectId: string;
  name: string;
  dimensions: number;
  version: bigint;
  removedAt: bigint;
}

interface Loaded {
  matrix: VectorMatrix;
  version: bigint;
}

const MOST_BYTES = 1024 * 2 ** 20;
const PAGE_ROWS = 5_000;
const caches = new WeakMap<Stores['controlPlane'], LRUCache<string, Loaded>>();
const loading = new WeakMap<Stores['controlPlane'], Map<string, Promise<VectorMatrix>>>();

/**
 * The collection as it is, in memory. Reads only the rows that changed since the last time, and all of them where
 * some were removed. Questions that come together wait for one reading.
 */
export function loadedVectors(stores: Stores, collection: Collection): Promise<VectorMatrix> {
  const cache = cacheOf(stores);
  const key = JSON.stringify([collection.projectId, collection.name]);
  const known = cache.get(key);
  if (known?.version === collection.version) return Promise.resolve(known.matrix);
  const underWay = loading.get(stores.controlPlane) ?? new Map<string, Promise<VectorMatrix>>();
  loading.set(stores.controlPlane, underWay);
  const flight = `${key}@${collection.version}`;
  const started = underWay.get(flight);
  if (started !== undefined) return started;
  const reading = read(stores, collection, known).then((matrix) => {
    cache.set(key, { matrix, version: collection.version });
    return matrix;
  });
  underWay.set(flight, reading);
  return reading.finally(() => underWay.delete(flight));
}

async function read(
  stores: Stores,
  collection: Collection,
  known: Loaded | undefined,
): Promise<VectorMatrix> {
  const { dimensions, version, removedAt } = collection;
  const isRest =
    known !== undefined &&
    known.matrix.dimensions === dimensions &&
    known.version >= removedAt &&
    known.version < version;
  const matrix = isRest ? known.matrix.copy() : new VectorMatrix(dimensions);
  let last = { version: isRest ? known.version + 1n : 0n, id: '' };
  for (;;) {
    const rows = await page(stores, collection, last);
    for (const row of rows) matrix.set(row.id, vectorOf(row.base64), row.metadata);
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE_ROWS) return matrix;
    last = { version: BigInt(end.written), id: end.id };
  }
}

interface Row {
  id: string;
  written: string;
  base64: string;
  metadata: Record<string, string | number | boolean>;
}

/** As base64, which Node decodes by itself: bytes come as hexadecimal text, and reading that takes six times as long. */
async function page(
  { controlPlane }: Stores,
  { projectId, name }: Collection,
  after: { version: bigint; id: string },
): Promise<Row[]> {
  // In the order of an index, whatever the database believes of the table: sorting vectors would take minutes.
  const { rows } = await controlPlane.query(
    `SELECT "id", "version"::text AS written, encode("vector", 'base64') AS base64, "metadata" FROM "StoredVector"
     WHERE "projectId" = $1 AND "collection" = $2 AND ("version", "id") > ($3::bigint, $4)
     ORDER BY "version", "id" LIMIT ${PAGE_ROWS}`,
    [projectId, name, String(after.version), after.id],
  );
  return rows as Row[];
}

/** A copy, since the bytes may stand anywhere in a larger buffer. */
function vectorOf(base64: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);
}

function cacheOf({ controlPlane }: Stores): LRUCache<string, Loaded> {
  const cache =
    caches.get(controlPlane) ??
    new LRUCache<string, Loaded>({ maxSize: MOST_BYTES, sizeCalculation: ({ matrix }) => matrix.bytes });
  caches.set(controlPlane, cache);
  return cache;
}
