import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key.ts';
import { saveProjectSettings } from '#lib/auth/save-project-settings.ts';
import { type EventCounter, RateLimits } from '#lib/ingest/rate-limits.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { type Door, openDoor } from '../ingest/door.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

let number = 0;
const batch = (events: number) => ({
  queries: Array.from({ length: events }, () => ({ id: `r-${number++}`, question: 'Q' })),
});

async function keyOf(ctx: Context, eventsPerMinute?: number): Promise<Record<string, string>> {
  const { secret } = await createApiKey(ctx, {
    name: `Key ${number++}`,
    scopes: ['ingest'],
    ...(eventsPerMinute === undefined ? {} : { eventsPerMinute }),
  });
  return { authorization: `Bearer ${secret}` };
}

/** The status of sending so many events in one request under a key. */
async function send(door: Door, events: number, headers: Record<string, string>) {
  const answer = await door.postJson('/api/v1/queries', batch(events), headers);
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: answer.body };
}

async function withDoor(
  ctx: Context,
  work: (door: Door) => Promise<void>,
  rateLimits = new RateLimits(),
): Promise<void> {
  const door = await openDoor(ctx, { rateLimits });
  try {
    await work(door);
  } finally {
    await door.close();
  }
}

test('a key has its events a minute, not its requests, and neighbours are unaffected', async () => {
  const ctx = await ownerContext(stores);
  const [limited, free] = [await keyOf(ctx, 10), await keyOf(ctx)];
  await withDoor(ctx, async (door) => {
    expect((await send(door, 7, limited)).status).toBe(200);
    expect((await send(door, 3, limited)).status).toBe(200);
    const refused = await send(door, 1, limited);
    expect(refused.status).toBe(429);
    expect(refused.body.error).toMatchObject({ code: 'too_many' });
    expect((await send(door, 50, free)).status).toBe(200);
    const other = await keyOf(await ownerContext(stores), 10);
    expect((await send(door, 10, other)).status).toBe(200);
  });
});

test('what was refused is not stored and does not count', async () => {
  const ctx = await ownerContext(stores);
  const limited = await keyOf(ctx, 10);
  await withDoor(ctx, async (door) => {
    expect((await send(door, 6, limited)).status).toBe(200);
    for (let i = 0; i < 5; i++) expect((await send(door, 5, limited)).status).toBe(429);
    expect((await send(door, 4, limited)).status).toBe(200);
  });
  const { rows } = stores.queryLog;
  const { z } = await import('zod');
  const [stored] = await rows(
    z.object({ n: z.number() }),
    'SELECT count() AS n FROM queries WHERE project_id = {id:String}',
    { id: ctx.project.id },
  );
  expect(stored?.n).toBe(10);
});

test('after the seconds of Retry-After there is room, and a second before there is none', async () => {
  const ctx = await ownerContext(stores);
  const limited = await keyOf(ctx, 5);
  await withDoor(ctx, async (door) => {
    // The clock stands still but for these steps.
    const begin = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: begin });
    try {
      expect((await send(door, 5, limited)).status).toBe(200);
      const refused = await send(door, 5, limited);
      expect([refused.status, refused.retryAfter]).toEqual([429, '60']);
      vi.setSystemTime(begin + 59_000);
      const again = await send(door, 5, limited);
      expect([again.status, again.retryAfter]).toEqual([429, '1']);
      vi.setSystemTime(begin + 60_000);
      expect((await send(door, 5, limited)).status).toBe(200);
    } finally {
      vi.useRealTimers();
    }
  });
});

test('a project has its own limit, which its keys share', async () => {
  const ctx = await ownerContext(stores);
  await saveProjectSettings(ctx, { eventsPerMinute: 10 });
  const [a, b] = [await keyOf(ctx), await keyOf(ctx, 8)];
  await withDoor(ctx, async (door) => {
    expect((await send(door, 6, a)).status).toBe(200);
    expect((await send(door, 5, b)).status).toBe(429);
    expect((await send(door, 4, b)).status).toBe(200);
    expect((await send(door, 1, a)).status).toBe(429);
  });
});

test('many at once get no more than the limit', async () => {
  const ctx = await ownerContext(stores);
  const limited = await keyOf(ctx, 20);
  await withDoor(ctx, async (door) => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => send(door, 2, limited)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(10);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(20);
  });
});

test('a batch that can never fit is told so, instead of being sent again for ever', async () => {
  const ctx = await ownerContext(stores);
  const limited = await keyOf(ctx, 5);
  await withDoor(ctx, async (door) => {
    const answer = await send(door, 6, limited);
    expect(answer.status).toBe(413);
    expect(answer.body.error.message).toContain('smaller batches');
    expect((await send(door, 5, limited)).status).toBe(200);
  });
});

test('feedback, chunks and single queries count one each', async () => {
  const ctx = await ownerContext(stores);
  const limited = await keyOf(ctx, 4);
  await withDoor(ctx, async (door) => {
    const post = async (path: string, body: unknown) => (await door.postJson(path, body, limited)).status;
    expect(await post('/api/v1/queries', { id: 'one', question: 'Q' })).toBe(200);
    expect(await post('/api/v1/queries/one/feedback', { score: 1 })).toBe(200);
    expect(await post('/api/v1/chunks', { chunks: [1, 2].map((id) => ({ id: `${id}`, text: 'T' })) })).toBe(
      200,
    );
    expect(await post('/api/v1/queries', { id: 'two', question: 'Q' })).toBe(429);
  });
});

test('a limiter that fails lets everything through; one that refuses refuses', async () => {
  const ctx = await ownerContext(stores);
  const limited = await keyOf(ctx, 5);
  const failing: EventCounter = {
    penalty: () => Promise.reject(new Error('the counter is broken')),
    reward: () => Promise.reject(new Error('the counter is broken')),
  };
  await withDoor(
    ctx,
    async (door) => {
      for (let i = 0; i < 4; i++) expect((await send(door, 5, limited)).status).toBe(200);
    },
    new RateLimits({ counter: failing }),
  );
  await withDoor(ctx, async (door) => {
    expect((await send(door, 5, limited)).status).toBe(200);
    expect((await send(door, 5, limited)).status).toBe(429);
  });
});
