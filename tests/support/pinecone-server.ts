import type { ServerResponse } from 'node:http';
import { send, startWireServer, type WireRequest, type WireServer } from './wire-server.ts';

interface StoredVector {
  id: string;
  values: number[];
  metadata: Record<string, unknown>;
}

export interface PineconeServer extends WireServer {
  key: string;
  indexName: string;
  dimensions: number;
  /** What is stored, by namespace and id. */
  namespaces: Map<string, Map<string, StoredVector>>;
  /** The host that describing the index names; its own address by default. */
  indexHost: string;
  /** The next so many statistics are of before the vectors were stored, as the real one's are for seconds. */
  staleStatistics: number;
}

/** Speaks the wire of Pinecone 2026-07 for one cosine index: describe, statistics, upsert, query, fetch, list, delete. */
export async function startPineconeServer(
  options: { key?: string; indexName?: string; dimensions?: number } = {},
): Promise<PineconeServer> {
  const { key = 'pcsk_test_0123456789abcdef', indexName = 'docs', dimensions = 64 } = options;
  const namespaces = new Map<string, Map<string, StoredVector>>();
  const wire = await startWireServer((request, response) => {
    if (request.headers['api-key'] !== key) return refuse(response);
    if (request.path === '/indexes') return send(response, 200, { indexes: [description(server)] });
    if (request.path.startsWith('/indexes/')) return describeIndex(server, request, response);
    const answer = ANSWERS[`${request.method} ${request.path.split('?')[0]}`];
    if (answer === undefined) return dataError(response, 404, 5, 'Not found');
    answer(server, request, response);
  });
  const server: PineconeServer = Object.assign(wire, {
    key,
    indexName,
    dimensions,
    namespaces,
    indexHost: wire.url,
    staleStatistics: 0,
  });
  return server;
}

type Answer = (server: PineconeServer, request: WireRequest, response: ServerResponse) => void;

const ANSWERS: Record<string, Answer> = {
  'POST /describe_index_stats': (server, _, response) => {
    const isStale = server.staleStatistics > 0;
    if (isStale) server.staleStatistics -= 1;
    const counts = (isStale ? [] : [...server.namespaces]).map(
      ([name, rows]) => [name, { vectorCount: rows.size }] as const,
    );
    send(response, 200, {
      namespaces: Object.fromEntries(counts),
      dimension: server.dimensions,
      indexFullness: 0,
      totalVectorCount: counts.reduce((sum, [, { vectorCount }]) => sum + vectorCount, 0),
      metric: 'cosine',
      vectorType: 'dense',
    });
  },
  'POST /vectors/upsert': (server, { body }, response) => {
    const vectors = body.vectors as StoredVector[];
    const wrong = vectors.find(({ values }) => values.length !== server.dimensions);
    if (wrong !== undefined) return wrongDimension(server, response, wrong.values.length);
    const rows = namespaceOf(server, body.namespace, true);
    for (const { id, values, metadata } of vectors) rows.set(id, { id, values, metadata: metadata ?? {} });
    send(response, 200, { upsertedCount: vectors.length });
  },
  'POST /query': (server, { body }, response) => {
    const vector = body.vector as number[];
    if (vector.length !== server.dimensions) return wrongDimension(server, response, vector.length);
    const rows = [...namespaceOf(server, body.namespace).values()];
    const matches = rows
      .map((row) => ({ ...row, score: cosine(row.values, vector) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, Number(body.topK))
      .map(({ id, score, values, metadata }) => ({
        id,
        score,
        values: body.includeValues === true ? values : [],
        ...(body.includeMetadata === true ? { metadata } : {}),
      }));
    send(response, 200, { results: [], matches, namespace: body.namespace, usage: { readUnits: 5 } });
  },
  'POST /vectors/delete': (server, { body }, response) => {
    const name = String(body.namespace ?? '__default__');
    if (!server.namespaces.has(name)) return dataError(response, 404, 5, 'Namespace not found');
    if (body.deleteAll === true) server.namespaces.delete(name);
    else for (const id of body.ids as string[]) server.namespaces.get(name)?.delete(id);
    send(response, 200, {});
  },
  'GET /vectors/fetch': (server, { path }, response) => {
    const params = new URL(path, server.url).searchParams;
    const rows = namespaceOf(server, params.get('namespace'));
    const found = params.getAll('ids').flatMap((id) => rows.get(id) ?? []);
    send(response, 200, {
      vectors: Object.fromEntries(found.map((row) => [row.id, row])),
      namespace: params.get('namespace'),
      usage: { readUnits: 1 },
    });
  },
  'GET /vectors/list': (server, { path }, response) => {
    const params = new URL(path, server.url).searchParams;
    const prefix = params.get('prefix') ?? '';
    const ids = [...namespaceOf(server, params.get('namespace')).keys()]
      .filter((id) => id.startsWith(prefix))
      .sort();
    const from = Number(params.get('paginationToken') ?? 0);
    const to = from + Number(params.get('limit') ?? 100);
    send(response, 200, {
      vectors: ids.slice(from, to).map((id) => ({ id })),
      ...(to < ids.length ? { pagination: { next: String(to) } } : {}),
      namespace: params.get('namespace'),
      usage: { readUnits: 1 },
    });
  },
};

function describeIndex(server: PineconeServer, { path }: WireRequest, response: ServerResponse): void {
  const name = decodeURIComponent(path.slice('/indexes/'.length));
  const error = { code: 'NOT_FOUND', message: `Resource ${name} not found` };
  if (name === server.indexName) send(response, 200, description(server));
  else send(response, 404, { error, status: 404 });
}

/** The shape of version 9, whose dimension stands in the schema. */
function description({ indexName, indexHost, dimensions }: PineconeServer): object {
  return {
    name: indexName,
    host: indexHost,
    status: { ready: true, state: 'Ready' },
    deployment: { deployment_type: 'managed', cloud: 'aws', region: 'us-east-1', environment: 'test' },
    read_capacity: { mode: 'OnDemand', status: { state: 'Ready' } },
    schema: { fields: { _values: { type: 'dense_vector', dimension: dimensions, metric: 'cosine' } } },
    tags: {},
    deletion_protection: 'disabled',
  };
}

function refuse(response: ServerResponse): void {
  const error = { code: 'UNAUTHENTICATED', message: 'Invalid API Key' };
  send(response, 401, { error, status: 401 });
}

function wrongDimension(server: PineconeServer, response: ServerResponse, length: number): void {
  const message = `Vector dimension ${length} does not match the dimension of the index ${server.dimensions}`;
  dataError(response, 400, 3, message);
}

function dataError(response: ServerResponse, status: number, code: number, message: string): void {
  send(response, status, { code, message, details: [] });
}

function namespaceOf(server: PineconeServer, name: unknown, make = false): Map<string, StoredVector> {
  const key = String(name ?? '__default__');
  const rows = server.namespaces.get(key) ?? new Map<string, StoredVector>();
  if (make) server.namespaces.set(key, rows);
  return rows;
}

function cosine(a: number[], b: number[]): number {
  const dot = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b));
}
