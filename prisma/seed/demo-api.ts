import { z } from 'zod';
import type { DemoSettings } from './settings-of.ts';

/** How many of the things sent were new to the server and how many it already had. */
export type Sent = { accepted: number; duplicates: number };
type Collection = 'chunks' | 'queries' | 'labels';
type Server = { url: string; key: string; signal?: AbortSignal };

const BATCH_SIZE: Record<Collection, number> = { chunks: 500, queries: 200, labels: 200 };
const ATTEMPTS = 5;
const MAX_WAIT_MS = 30_000;

const batchAnswer = z.object({
  accepted: z.int().nonnegative(),
  duplicates: z.int().nonnegative().default(0),
  rejected: z
    .array(z.looseObject({ code: z.string().optional(), message: z.string().optional() }))
    .default([]),
});
const storedSettings = z.looseObject({ items: z.array(z.looseObject({})) });
const storedQuery = z.object({
  metadata: z.object({ demoEndsAt: z.iso.datetime(), demoQueries: z.coerce.number().int() }),
});

/** The part of the HTTP API that the demo needs. Every fault becomes an Error with one readable sentence. */
export function demoApi(server: Server) {
  return {
    /** Sends all items in batches, one after the other; reports how many are done after each. */
    async send(
      collection: Collection,
      items: readonly unknown[],
      onBatch: (done: number, total: number) => void,
    ): Promise<Sent> {
      const sent: Sent = { accepted: 0, duplicates: 0 };
      for (let from = 0; from < items.length; from += BATCH_SIZE[collection]) {
        const batch = items.slice(from, from + BATCH_SIZE[collection]);
        const answer = await postBatch(server, collection, batch);
        sent.accepted += answer.accepted;
        sent.duplicates += answer.duplicates;
        onBatch(from + batch.length, items.length);
      }
      return sent;
    },

    /** Sends the settings that are not there yet. */
    async ensure({ path, key, items }: DemoSettings): Promise<void> {
      const address = `/api/v1/${path}`;
      const present = await request(server, address, { method: 'GET' });
      if (!present.ok) throw new Error(await refusal('GET', address, present));
      const known = new Set(storedSettings.parse(await present.json()).items.map((item) => item[key]));
      for (const item of items) {
        if (known.has(item[key])) continue;
        const response = await request(server, address, { method: 'POST', body: JSON.stringify(item) });
        if (!response.ok) throw new Error(await refusal('POST', address, response));
        await response.body?.cancel();
      }
    },

    /** End and size of a demo that is already stored, by the id of its first query; undefined if it is not. */
    async findDemo(firstQueryId: string): Promise<{ endsAt: Date; queries: number } | undefined> {
      const path = `/api/v1/queries/${encodeURIComponent(firstQueryId)}`;
      const response = await request(server, path, { method: 'GET' });
      if (response.status === 404) return undefined;
      if (!response.ok) throw new Error(await refusal('GET', path, response));
      const parsed = storedQuery.safeParse(await response.json());
      if (!parsed.success) throw new Error(`GET ${path} answered a query without the marks of the demo.`);
      const { demoEndsAt, demoQueries } = parsed.data.metadata;
      return { endsAt: new Date(demoEndsAt), queries: demoQueries };
    },
  };
}

async function postBatch(server: Server, collection: Collection, batch: readonly unknown[]): Promise<Sent> {
  const path = `/api/v1/${collection}`;
  const response = await request(server, path, {
    method: 'POST',
    body: JSON.stringify({ [collection]: batch }),
  });
  if (!response.ok) throw new Error(await refusal('POST', path, response));
  const parsed = batchAnswer.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new Error(`POST ${path} gave an answer of an unknown shape.`);
  const { accepted, duplicates, rejected } = parsed.data;
  const [first] = rejected;
  if (first) {
    throw new Error(
      `POST ${path} rejected ${rejected.length} of ${batch.length}: ${first.message ?? first.code}.`,
    );
  }
  if (accepted + duplicates !== batch.length) {
    throw new Error(
      `POST ${path} was sent ${batch.length} but counted ${accepted} accepted, ${duplicates} duplicates.`,
    );
  }
  return { accepted, duplicates };
}

/** One request; 429 and 503 are tried again after the time the server names. */
async function request(server: Server, path: string, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await reach(server, path, init);
    if ((response.status !== 429 && response.status !== 503) || attempt === ATTEMPTS) return response;
    await response.body?.cancel();
    const waitMs = Math.min(1000 * Number(response.headers.get('retry-after') ?? 1), MAX_WAIT_MS);
    await new Promise((resolve) => setTimeout(resolve, Number.isFinite(waitMs) ? waitMs : 1000));
  }
}

async function reach({ url, key, signal }: Server, path: string, init: RequestInit): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  try {
    return await fetch(new URL(path, url), { ...init, headers, ...(signal ? { signal } : {}) });
  } catch (cause) {
    if (signal?.aborted) throw new Error('Sending the demo was stopped.', { cause });
    const reason = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
    throw new Error(`No server answers at ${url}${reason}.`, { cause });
  }
}

async function refusal(method: string, path: string, response: Response): Promise<string> {
  if (response.status === 401 || response.status === 403) {
    return `${method} ${path} was refused with ${response.status}: the API key is not valid or may not do this.`;
  }
  const body = (await response.text()).slice(0, 300);
  return `${method} ${path} answered ${response.status}${body ? `: ${body}` : ''}.`;
}
