import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { seedScenario } from '../../../prisma/seed/seed-scenario.ts';
import { ENDS_AT } from './demo-traffic.ts';

type Item = Record<string, unknown>;
const address = z.object({ port: z.number() });

const SETTINGS = new Set(['formats', 'prices', 'deployments', 'golden-sets']);

function identityOf(collection: string, item: Item): string {
  if (collection === 'labels') return `${item.queryId} ${item.reviewer}`;
  return collection === 'chunks' ? `${item.id} ${item.indexVersion}` : String(item.id);
}

/** A stand-in for the HTTP API: first write of an id wins, as in the real one. */
class RecordingApi {
  readonly batches: { collection: string; items: Item[] }[] = [];
  readonly settings: Item[] = [];
  readonly stored = new Map<string, Item>();
  readonly authorizations = new Set<string | undefined>();
  refuse: { status: number; body: unknown } | undefined;
  busyAnswers = 0;
  readonly server: Server = createServer((request, response) => {
    const answer = (status: number, body: unknown, headers = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    this.authorizations.add(request.headers.authorization);
    const [, , , collection = '', id] = (request.url ?? '').split('/');
    const isSettings = SETTINGS.has(collection);
    if (request.method === 'GET' && isSettings)
      return answer(200, { items: this.settings.filter((one) => one.collection === collection) });
    if (request.method === 'GET') {
      const query = this.stored.get(`queries ${decodeURIComponent(id ?? '')}`);
      return query ? answer(200, query) : answer(404, { error: 'not found' });
    }
    json(request).then(
      (body) => {
        if (this.busyAnswers > 0) {
          this.busyAnswers--;
          return answer(503, {}, { 'retry-after': '0' });
        }
        if (isSettings) {
          this.settings.push({ ...z.record(z.string(), z.unknown()).parse(body), collection });
          return answer(200, {});
        }
        if (this.refuse) return answer(this.refuse.status, this.refuse.body);
        const items =
          z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).parse(body)[collection] ?? [];
        this.batches.push({ collection, items });
        return answer(200, this.store(collection, items));
      },
      () => answer(400, {}),
    );
  });

  store(collection: string, items: Item[]) {
    const keys = items.map((item) => `${collection} ${identityOf(collection, item)}`);
    const fresh = keys.filter((key) => !this.stored.has(key)).length;
    keys.forEach((key, position) => {
      const item = items[position];
      if (item && !this.stored.has(key)) this.stored.set(key, item);
    });
    return { accepted: fresh, duplicates: items.length - fresh, ids: keys, rejected: [] };
  }

  sent(collection: string): Item[] {
    return this.batches.filter((batch) => batch.collection === collection).flatMap(({ items }) => items);
  }
}

let api: RecordingApi;
let url: string;
beforeEach(async () => {
  api = new RecordingApi();
  api.server.listen(0, '127.0.0.1');
  await once(api.server, 'listening');
  url = `http://127.0.0.1:${address.parse(api.server.address()).port}`;
});
afterEach(async () => {
  api.server.closeAllConnections();
  api.server.close();
  await once(api.server, 'close');
});

const seed = (own = {}) =>
  seedScenario({
    scenario: 'stale-index',
    url,
    key: 'secret',
    queries: 450,
    labelled: 40,
    endsAt: ENDS_AT,
    ...own,
  });

describe('seeding', () => {
  test('sends chunks, queries and labels in batches, with the key, and counts them', async () => {
    const lines: string[] = [];
    const result = await seed({ onProgress: (line: string) => lines.push(line) });
    expect(result.queries).toEqual({ accepted: 450, duplicates: 0 });
    expect(result.labels.accepted).toBe(api.sent('labels').length);
    expect(api.batches.filter((b) => b.collection === 'queries').map((b) => b.items.length)).toEqual([
      200, 200, 50,
    ]);
    expect(api.batches.map(({ collection }) => collection).lastIndexOf('queries')).toBeLessThan(
      api.batches.findIndex(({ collection }) => collection === 'labels'),
    );
    expect(api.authorizations).toEqual(new Set(['Bearer secret']));
    const ids = new Set(api.sent('queries').map(({ id }) => id));
    expect(api.sent('labels').every(({ queryId }) => ids.has(queryId))).toBe(true);
    expect(lines).toContain('Sent 450 of 450 queries.');
  });

  test('a second run adds nothing, even when its own end would be another', async () => {
    await seed();
    const stored = JSON.stringify([...api.stored]);
    const again = await seedScenario({
      scenario: 'stale-index',
      url,
      key: 'secret',
      queries: 450,
      labelled: 40,
    });
    expect(again.endsAt).toBe(ENDS_AT.toISOString());
    expect([again.chunks.accepted, again.queries.accepted, again.labels.accepted]).toEqual([0, 0, 0]);
    expect(again.queries.duplicates).toBe(450);
    expect(JSON.stringify([...api.stored])).toBe(stored);
    expect(api.settings.map(({ collection, version }) => `${collection} ${version ?? ''}`.trim())).toEqual([
      'formats',
      'golden-sets',
      'prices',
      'deployments v7',
      'deployments p3',
      'deployments v8',
    ]);
  });

  test('a demo of another size or end under the same seed is refused before anything is sent', async () => {
    await seed();
    const sent = api.batches.length;
    await expect(seed({ queries: 30 })).rejects.toThrow(/already holds stale-index with seed 7: 450 queries/);
    await expect(seed({ endsAt: new Date('2026-04-01T00:00:00Z') })).rejects.toThrow(/Use another seed/);
    expect(api.batches).toHaveLength(sent);
  });

  test('waits and tries again while the server is busy', async () => {
    api.busyAnswers = 2;
    expect((await seed({ queries: 10 })).queries.accepted).toBe(10);
  });

  test.each([
    [401, {}, /the API key is not valid or may not do this/],
    [400, { error: 'no such field' }, /answered 400: .*no such field/],
    [200, { accepted: 1, duplicates: 0, rejected: [] }, /was sent \d+ but counted 1 accepted/],
    [200, { accepted: 1, duplicates: 0, rejected: [{ message: 'bad id' }] }, /rejected 1 of \d+: bad id/],
    [200, 'hello', /answer of an unknown shape/],
  ])('an answer %i %j becomes a sentence', async (status, body, message) => {
    api.refuse = { status, body };
    await expect(seed()).rejects.toThrow(message);
  });

  test('a server that is not there becomes a sentence', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = address.parse(closed.address());
    closed.close();
    await once(closed, 'close');
    await expect(seed({ url: `http://127.0.0.1:${port}` })).rejects.toThrow(
      new RegExp(`^No server answers at http://127.0.0.1:${port}: .*ECONNREFUSED`),
    );
  });
});
