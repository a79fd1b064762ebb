import fs from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CACHE_MS, findApiKey, keyPrefix, newKeySecret } from '#lib/auth/api-keys.ts';
import { createApiKey } from '#lib/auth/create-api-key.ts';
import { listApiKeys } from '#lib/auth/queries/api-keys.ts';
import { revokeApiKey } from '#lib/auth/revoke-api-key.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { testSize } from '../../support/test-size.ts';
import { openDoor } from '../ingest/door.ts';
import { addMember, auditOf } from './members.ts';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
let ms = Date.parse('2026-03-01T12:00:00Z');
const now = () => new Date(ms);
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  ctx = await ownerContext(stores, now);
});
afterAll(() => close());

const make = (name: string, more: object = {}) => createApiKey(ctx, { name, scopes: ['ingest'], ...more });

describe('making a key', () => {
  test('shows the secret once: 256 bits behind a visible beginning', async () => {
    const { secret, prefix, id } = await make('Sender', { eventsPerMinute: 10 });
    expect(secret).toMatch(/^flt_[0-9a-f]{8}_[\w-]{43}$/);
    expect(Buffer.from(secret.slice(-43), 'base64url')).toHaveLength(32);
    expect(prefix).toBe(secret.slice(0, 12));
    const [listed] = (await listApiKeys(ctx)).filter((key) => key.id === id);
    expect(listed).toEqual({
      id,
      name: 'Sender',
      prefix,
      scopes: ['ingest'],
      eventsPerMinute: 10,
      createdAt: now().toISOString(),
      lastUsedAt: null,
      expiresAt: null,
      status: 'active',
    });
    expect(await findApiKey(stores, secret, now())).toMatchObject({ keyId: id, scopes: ['ingest'] });
  });

  test('a thousand secrets are a thousand', () => {
    expect(new Set(Array.from({ length: 1000 }, newKeySecret)).size).toBe(1000);
    expect(keyPrefix('flt_dev_0123456789abcdef01234567')).toBe('flt_dev_');
  });

  test('two of a name may live at once, so that senders can change over', async () => {
    const first = await make('Rotated');
    await make('Rotated');
    await expect(make('Rotated')).rejects.toMatchObject({ kind: 'conflict', path: 'name' });
    await revokeApiKey(ctx, { id: first.id });
    await make('Rotated');
    const alive = (await listApiKeys(ctx)).filter((key) => key.name === 'Rotated' && key.status === 'active');
    expect(alive).toHaveLength(2);
  });

  test('of five at once two are made', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => make('Race')));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(2);
  });

  test.each([
    { scopes: [] },
    { scopes: ['ingest', 'ingest'] },
    { scopes: ['root'] },
    { name: ' ' },
    { expiresAt: '2026-01-01T00:00:00Z' },
    { expiresAt: 'tomorrow' },
    { eventsPerMinute: 0 },
    { projectId: 'x' },
    { hash: 'x' },
    { prefix: 'x' },
    { createdAt: '2026-01-01T00:00:00Z' },
  ])('refuses %j', async (wrong) => {
    await expect(make('Wrong', wrong)).rejects.toThrow();
  });

  test('is for admins and owners', async () => {
    for (const role of ['reviewer', 'viewer'] as const) {
      const { ctx: asRole } = await addMember(ctx, role);
      const { id } = await make(`Of ${role}`);
      for (const attempt of [
        createApiKey(asRole, { name: 'No', scopes: ['read'] }),
        revokeApiKey(asRole, { id }),
        listApiKeys(asRole),
      ])
        await expect(attempt).rejects.toMatchObject({ kind: 'forbidden' });
    }
    const asKey: Context = {
      ...ctx,
      actor: { kind: 'key', keyId: 'k', name: 'K', scopes: ['ingest', 'read'] },
    };
    await expect(createApiKey(asKey, { name: 'No', scopes: ['read'] })).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});

describe('the end of a key', () => {
  test('revoked, it is refused within five seconds by a process that has just used it', async () => {
    const { id, secret } = await make('Revoked');
    ms += 1;
    const revokedMs = ms;
    expect(await findApiKey(stores, secret, now())).toBeDefined();
    expect((await revokeApiKey(ctx, { id })).status).toBe('revoked');
    // As another process would: this one's look-up is believed until it has aged.
    ms = revokedMs + CACHE_MS;
    expect(CACHE_MS).toBeLessThan(5_000);
    expect(await findApiKey(stores, secret, now())).toBeUndefined();
    expect((await revokeApiKey(ctx, { id })).status).toBe('revoked');
    const revocations = (await auditOf(ctx)).filter((event) => event.subject === 'Revoked');
    expect(revocations.map((event) => event.action)).toEqual(['key_made', 'key_revoked']);
  });

  test('it expires to the moment, even while its look-up is believed', async () => {
    const { secret, id } = await make('Short', { expiresAt: new Date(ms + 1_000).toISOString() });
    expect(await findApiKey(stores, secret, now())).toBeDefined();
    ms += 999;
    expect(await findApiKey(stores, secret, now())).toBeDefined();
    ms += 1;
    expect(await findApiKey(stores, secret, now())).toBeUndefined();
    expect((await listApiKeys(ctx)).find((key) => key.id === id)?.status).toBe('expired');
  });

  test("another project's key is as unknown as none", async () => {
    const other = await ownerContext(stores);
    const { id, secret } = await make('Mine');
    const errorOf = (wanted: string) =>
      revokeApiKey(other, { id: wanted }).catch((error: unknown) => String(error));
    expect(await errorOf(id)).toBe(await errorOf(uuidv7()));
    expect(await errorOf(id)).toContain('not found');
    expect(await findApiKey(stores, secret, now())).toBeDefined();
  });
});

test('the last use is noted once a minute and not with every request', async () => {
  const { secret, id } = await make('Busy');
  const usedAt = async () =>
    (await stores.controlPlane.prisma.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt?.getTime();
  const begin = ms;
  await findApiKey(stores, secret, now());
  expect(await usedAt()).toBe(begin);
  for (; ms < begin + 59_000; ms += CACHE_MS) await findApiKey(stores, secret, now());
  expect(await usedAt()).toBe(begin);
  ms = begin + 61_000;
  await findApiKey(stores, secret, now());
  expect(await usedAt()).toBe(ms);
});

test('neither a dump of the database nor the audit log holds a usable key', async () => {
  const { secret } = await make('Dumped');
  await findApiKey(stores, secret, now());
  const tables = await stores.controlPlane.query(
    `SELECT schemaname || '.' || quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const dump: string[] = [];
  for (const { name } of tables.rows as { name: string }[])
    dump.push(JSON.stringify((await stores.controlPlane.query(`SELECT * FROM ${name}`)).rows));
  const text = dump.join('\n');
  expect(text).toContain(secret.slice(0, 12));
  expect(text).toContain('Dumped');
  expect(text).not.toContain(secret.slice(-43));
  // What is there of the key opens nothing either.
  const { hash } = await stores.controlPlane.prisma.apiKey.findFirstOrThrow({ where: { name: 'Dumped' } });
  for (const found of [hash, secret.slice(0, 12), `${secret.slice(0, 12)}_${hash}`])
    expect(await findApiKey(stores, found, now())).toBeUndefined();
});

test('the log of a request that fails holds no key', async () => {
  const { secret } = await make('Logged');
  const written: string[] = [];
  const write = vi.spyOn(fs, 'writeSync').mockImplementation((_fd, text) => {
    written.push(String(text));
    return Buffer.byteLength(String(text));
  });
  const insert = () => Promise.reject(new Error('the disk is gone'));
  const broken: Stores = { ...stores, queryLog: { ...stores.queryLog, insert } };
  const door = await openDoor({ ...ctx, stores: broken }, { now });
  try {
    const headers = { authorization: `Bearer ${secret}` };
    expect((await door.postJson('/api/v1/queries', { question: 'Q' }, headers)).status).toBe(503);
    expect((await door.postJson(`/api/v1/queries/${secret}`, {}, headers)).status).toBe(404);
  } finally {
    await door.close();
    write.mockRestore();
  }
  const log = written.join('');
  expect(log).toContain('the disk is gone');
  expect(log).not.toContain(secret.slice(-43));
});

describe('timing', () => {
  /** Welch's t of two samples: how far their means lie apart, in standard errors. */
  function welchT(a: readonly number[], b: readonly number[]): number {
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = (values: readonly number[]) => {
      const centre = mean(values);
      return (
        values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1) / values.length
      );
    };
    return (mean(a) - mean(b)) / Math.sqrt(spread(a) + spread(b));
  }

  /** Times the look-up of secrets of both kinds in random order; the slowest twentieth is the machine's noise. */
  async function compare(
    right: () => string,
    wrong: () => string,
    look: (secret: string) => Promise<unknown>,
  ) {
    const times: Record<'right' | 'wrong', number[]> = { right: [], wrong: [] };
    const wanted = testSize('keyTimings');
    for (let i = 0; i < 2 * wanted; i++) {
      const kind = Math.random() < 0.5 ? 'right' : 'wrong';
      const secret = kind === 'right' ? right() : wrong();
      const begin = performance.now();
      await look(secret);
      times[kind].push(performance.now() - begin);
    }
    const limit = [...times.right, ...times.wrong].sort((a, b) => a - b)[Math.floor(2 * wanted * 0.95)] ?? 0;
    const cropped = (values: number[]) => values.filter((value) => value <= limit);
    return welchT(cropped(times.right), cropped(times.wrong));
  }

  const changed = (secret: string, from: number) =>
    secret.slice(0, from) +
    newKeySecret()
      .slice(-43)
      .slice(0, secret.length - from);

  test('tells nothing of how much of a secret was right', async () => {
    const { secret } = await make('Timed');
    const right = () => changed(secret, secret.length - 8);
    const wrong = () => newKeySecret();
    const t = await compare(right, wrong, (guess) => findApiKey(stores, guess, now()));
    expect(Math.abs(t), `t = ${t}`).toBeLessThan(4.5);
  });

  test('a look-up that compares character by character would be seen', async () => {
    const { secret } = await make('Leaky');
    const right = () => changed(secret, secret.length - 8);
    const wrong = () => newKeySecret();
    const leaky = async (guess: string) => {
      for (let i = 0; i < secret.length; i++) {
        if (guess[i] !== secret[i]) return;
        for (let spin = 0; spin < 2_000; spin++) Math.sqrt(spin);
      }
    };
    expect(Math.abs(await compare(right, wrong, leaky))).toBeGreaterThan(4.5);
  });
});
