import type { ServerResponse } from 'node:http';
import { type CosineRow, nearestRows } from './cosine-rows.ts';
import { send, startWireServer, type WireServer } from './wire-server.ts';

interface Stored {
  definition: Record<string, unknown>;
  rows: Map<string, CosineRow>;
}

interface SentObject {
  class: string;
  id: string;
  vector: number[];
  properties: Record<string, unknown>;
}

/** One Weaviate with classes of cosine vectors, as its documentation describes it; no real one was asked. */
export async function startWeaviateServer(key: string): Promise<WireServer> {
  const classes = new Map<string, Stored>();
  return startWireServer(({ method, path, headers, body }, response) => {
    if (headers.authorization !== `Bearer ${key}`)
      return send(response, 401, { error: [{ message: 'anonymous access not enabled' }] });
    const name = path.split('/')[3] ?? '';
    if (path === '/v1/schema' && method === 'POST') {
      classes.set(String(body.class), { definition: body, rows: new Map() });
      return send(response, 200, body);
    }
    if (path === '/v1/schema')
      return send(response, 200, { classes: [...classes.values()].map(({ definition }) => definition) });
    if (path.startsWith('/v1/schema/') && method === 'DELETE') {
      classes.delete(name);
      return void response.writeHead(200).end();
    }
    if (path.startsWith('/v1/schema/')) {
      const found = classes.get(name);
      return found === undefined ? void response.writeHead(404).end() : send(response, 200, found.definition);
    }
    if (path === '/v1/batch/objects' && method === 'POST') {
      const objects = body.objects as SentObject[];
      for (const { class: of, id, vector, properties } of objects)
        classes.get(of)?.rows.set(id, { id, vector, fields: properties });
      return send(
        response,
        200,
        objects.map((object) => ({ ...object, result: { status: 'SUCCESS' } })),
      );
    }
    if (path === '/v1/batch/objects') return deleteObjects(classes, body, response);
    if (path === '/v1/graphql') return send(response, 200, answerTo(classes, String(body.query)));
    send(response, 404, {});
  });
}

function deleteObjects(
  classes: Map<string, Stored>,
  body: Record<string, unknown>,
  response: ServerResponse,
): void {
  const { class: of, where } = body.match as { class: string; where: { valueTextArray: string[] } };
  const rows = classes.get(of)?.rows ?? new Map<string, CosineRow>();
  const gone = [...rows.values()].filter(({ fields }) => where.valueTextArray.includes(String(fields.key)));
  for (const { id } of gone) rows.delete(id);
  send(response, 200, { results: { matches: gone.length, successful: gone.length, failed: 0 } });
}

function answerTo(classes: Map<string, Stored>, text: string): object {
  const counted = /^\{ Aggregate \{ (\w+) \{ meta \{ count \} \} \} \}$/.exec(text)?.[1];
  if (counted !== undefined) {
    const count = classes.get(counted)?.rows.size ?? 0;
    return { data: { Aggregate: { [counted]: [{ meta: { count } }] } } };
  }
  const asked =
    /^\{ Get \{ (\w+)\(nearVector: \{ vector: (\[.*?\]) \}, limit: (\d+)\) \{ key metadata _additional \{ distance (vector)? ?\} \} \} \}$/.exec(
      text,
    );
  if (asked === null) return { errors: [{ message: `Syntax Error: ${text}` }] };
  const [, name = '', vector = '[]', limit, withVector] = asked;
  const found = nearestRows(
    classes.get(name)?.rows.values() ?? [],
    JSON.parse(vector) as number[],
    Number(limit),
  );
  const objects = found.map(({ score, vector: own, fields }) => ({
    ...fields,
    _additional: { distance: 1 - score, ...(withVector === undefined ? {} : { vector: own }) },
  }));
  return { data: { Get: { [name]: objects } } };
}
