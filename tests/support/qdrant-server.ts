import { type CosineRow, nearestRows } from './cosine-rows.ts';
import { send, startWireServer, type WireServer } from './wire-server.ts';

interface Point {
  id: string;
  vector: number[];
  payload: Record<string, unknown>;
}

/** One Qdrant with collections of unnamed cosine vectors, as its documentation describes it; no real one was asked. */
export async function startQdrantServer(key: string): Promise<WireServer> {
  const collections = new Map<string, { size: number; rows: Map<string, CosineRow> }>();
  return startWireServer(({ method, path, headers, body }, response) => {
    const answer = (result: unknown) => send(response, 200, { result, status: 'ok', time: 0.001 });
    if (headers['api-key'] !== key) return send(response, 401, { status: { error: 'Invalid API key' } });
    const [, , name = '', ...rest] = path.split('?')[0]?.split('/') ?? [];
    const what = `${method} ${rest.join('/')}`;
    if (what === 'GET exists') return answer({ exists: collections.has(name) });
    if (what === 'PUT ') {
      const { size } = body.vectors as { size: number };
      collections.set(name, { size, rows: new Map() });
      return answer(true);
    }
    if (what === 'DELETE ') return answer(collections.delete(name));
    const collection = collections.get(name);
    if (collection === undefined)
      return send(response, 404, { status: { error: `Not found: Collection \`${name}\` doesn't exist!` } });
    const { rows, size } = collection;
    if (what === 'PUT points')
      for (const { id, vector, payload } of body.points as Point[])
        rows.set(id, { id, vector, fields: payload });
    if (what === 'POST points/delete') for (const id of body.points as string[]) rows.delete(id);
    if (what === 'POST points/count') return answer({ count: rows.size });
    if (what === 'POST points/query') {
      const found = nearestRows(rows.values(), body.query as number[], Number(body.limit));
      const points = found.map(({ id, score, vector, fields }) => ({
        id,
        version: 1,
        score,
        payload: fields,
        ...(body.with_vector === true ? { vector } : {}),
      }));
      return answer({ points });
    }
    if (method === 'GET')
      return answer({
        status: 'green',
        points_count: rows.size,
        config: { params: { vectors: { size, distance: 'Cosine' } } },
      });
    answer({ operation_id: 1, status: 'completed' });
  });
}
