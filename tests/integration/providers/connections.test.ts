import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listAuditEvents } from '#lib/auth/queries/audit-events.ts';
import type { Context } from '#lib/platform/context.ts';
import { openEgress } from '#lib/platform/egress.ts';
import { loadKeyring } from '#lib/platform/secrets-keyring.ts';
import { createConnection } from '#lib/providers/create-connection.ts';
import { deleteConnection } from '#lib/providers/delete-connection.ts';
import { eraseProviders } from '#lib/providers/erase-providers.ts';
import { openChatProvider } from '#lib/providers/open-chat-provider.ts';
import { openEmbeddingProvider } from '#lib/providers/open-embedding-provider.ts';
import { openVectorStore } from '#lib/providers/open-vector-store.ts';
import { listConnectionChoices, listConnections } from '#lib/providers/queries/connections.ts';
import { resealKeys } from '#lib/providers/reseal-keys.ts';
import { saveConnection } from '#lib/providers/save-connection.ts';
import { testConnection } from '#lib/providers/test-connection.ts';
import { type OpenAiServer, startOpenAiServer } from '../../support/openai-server.ts';
import { type PineconeServer, startPineconeServer } from '../../support/pinecone-server.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { startWireServer } from '../../support/wire-server.ts';

let open: Awaited<ReturnType<typeof openTestStores>>;
let openai: OpenAiServer;
let pinecone: PineconeServer;
let ctx: Context;
beforeAll(async () => {
  open = await openTestStores();
  openai = await startOpenAiServer({ dimensions: 8 });
  pinecone = await startPineconeServer({ dimensions: 8 });
});
afterAll(async () => {
  await openai.close();
  await pinecone.close();
  await open.close();
});
beforeEach(async () => {
  ctx = await ownerContext(open.stores);
});

const models = () => ({
  name: 'Models',
  preset: 'compatible' as const,
  baseUrl: openai.baseUrl,
  apiKey: openai.key,
  options: { chatModel: 'gpt-test', embeddingModel: 'embed-test' },
});
const rowOf = (id: string) =>
  open.stores.controlPlane.prisma.providerConnection.findUniqueOrThrow({ where: { id } });

describe('a connection', () => {
  test('shows of its key the end only, and works', async () => {
    const made = await createConnection(ctx, { ...models(), baseUrl: `${openai.baseUrl}/` });
    expect(made).toMatchObject({
      name: 'Models',
      kind: 'openai',
      baseUrl: openai.baseUrl,
      key: { ending: openai.key.slice(-4) },
      lastTest: null,
    });
    const test = await testConnection(ctx, { id: made.id });
    expect(test).toMatchObject({
      ok: true,
      message: expect.stringMatching(
        /^gpt-test answered in \d+\.\d s\. embed-test makes vectors of 8 numbers\.$/,
      ),
    });
    expect(await listConnections(ctx)).toEqual([
      expect.objectContaining({ id: made.id, lastTest: { ok: true, message: test.message, at: test.at } }),
    ]);
    expect(await listConnectionChoices(ctx)).toEqual([
      { id: made.id, name: 'Models', kind: 'openai', preset: 'compatible', options: made.options },
    ]);
    const chat = await openChatProvider(ctx, { connectionId: made.id });
    expect(chat.model).toBe('gpt-test');
    const embeddings = await openEmbeddingProvider(ctx, { connectionId: made.id, model: 'other' });
    expect(await embeddings.embed(['x'])).toHaveLength(1);
  });

  test('that does not work says why, and that is no error', async () => {
    const made = await createConnection(ctx, { ...models(), apiKey: 'sk-expired-0123456789' });
    expect(await testConnection(ctx, { id: made.id })).toMatchObject({
      ok: false,
      message:
        '“Models” does not accept the key (401). It may have expired or been revoked: set a valid one in Settings, Providers.',
    });
  });

  test('of Pinecone learns where the index is, and sends the key to no host of anyone else', async () => {
    const input = {
      name: 'Vectors',
      preset: 'pinecone' as const,
      baseUrl: pinecone.url,
      apiKey: pinecone.key,
      options: { index: 'docs' },
    };
    const made = await createConnection(ctx, input);
    expect(await testConnection(ctx, { id: made.id })).toMatchObject({
      ok: true,
      message: 'The index docs answers and holds vectors of 8 numbers.',
    });
    const store = await openVectorStore(ctx, { connectionId: made.id, collection: 'base-1' });
    await store.prepare(8);
    await store.upsert([{ id: 'a', vector: new Float32Array(8).fill(1) }]);
    expect(await store.count()).toBe(1);
    await expect(
      createConnection(ctx, { ...input, name: 'No such', options: { index: 'nope' } }),
    ).rejects.toMatchObject({ fault: 'missing_index' });
    const thief = await startWireServer((_, response) => void response.end('{}'));
    pinecone.indexHost = thief.url.replace('127.0.0.1', 'localhost');
    await expect(createConnection(ctx, { ...input, name: 'Led astray' })).rejects.toMatchObject({
      fault: 'blocked_address',
    });
    expect(await testConnection(ctx, { id: made.id })).toMatchObject({
      ok: false,
      message: expect.stringContaining('at another host than when its key was saved'),
    });
    expect(thief.requests).toEqual([]);
    pinecone.indexHost = pinecone.url;
    await thief.close();
  });

  test('needs a name of its own, a key where the service needs one, and an address that may be asked', async () => {
    await createConnection(ctx, models());
    await expect(createConnection(ctx, models())).rejects.toMatchObject({ kind: 'conflict', path: 'name' });
    await expect(
      createConnection(ctx, { name: 'x', preset: 'openai', baseUrl: openai.baseUrl }),
    ).rejects.toMatchObject({ kind: 'invalid', path: 'apiKey' });
    for (const baseUrl of [
      'http://10.0.0.1/v1',
      'ftp://x.org',
      'https://user@x.org',
      `${openai.baseUrl}?a=b`,
    ])
      await expect(createConnection(ctx, { ...models(), name: 'y', baseUrl })).rejects.toMatchObject({
        kind: 'invalid',
        path: 'baseUrl',
      });
    await expect(createConnection(ctx, { ...models(), name: 'z', apiKey: 'two words' })).rejects.toThrow();
    expect(await listConnections(ctx)).toHaveLength(1);
  });

  test('is removed with its key, and who used it is told', async () => {
    const made = await createConnection(ctx, models());
    await deleteConnection(ctx, { id: made.id });
    expect(await listConnections(ctx)).toEqual([]);
    await expect(openChatProvider(ctx, { connectionId: made.id })).rejects.toMatchObject({
      fault: 'missing_index',
      stage: 'generation',
      message: expect.stringContaining('was removed'),
    });
    await expect(deleteConnection(ctx, { id: made.id })).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('of another project is not found', async () => {
    const made = await createConnection(ctx, models());
    const other = await ownerContext(open.stores);
    expect(await listConnections(other)).toEqual([]);
    for (const attempt of [
      () => saveConnection(other, { id: made.id, name: 'taken' }),
      () => testConnection(other, { id: made.id }),
      () => deleteConnection(other, { id: made.id }),
    ])
      await expect(attempt()).rejects.toMatchObject({ kind: 'not_found' });
    await expect(openChatProvider(other, { connectionId: made.id })).rejects.toMatchObject({
      fault: 'missing_index',
    });
  });

  test('is for admins, and for no API key', async () => {
    const made = await createConnection(ctx, models());
    const reviewer: Context = {
      ...ctx,
      actor: { kind: 'person', personId: 'p', name: 'r', role: 'reviewer' },
    };
    const scopes = ['ingest', 'read', 'label', 'export'] as const;
    const key: Context = { ...ctx, actor: { kind: 'key', keyId: 'k', name: 'k', scopes } };
    for (const asker of [reviewer, key])
      for (const attempt of [
        () => listConnections(asker),
        () => createConnection(asker, models()),
        () => saveConnection(asker, { id: made.id, name: 'x' }),
        () => testConnection(asker, { id: made.id }),
        () => deleteConnection(asker, { id: made.id }),
      ])
        await expect(attempt()).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('a stored key', () => {
  test('stays with a new name or path, and goes to no other host', async () => {
    const made = await createConnection(ctx, models());
    const renamed = await saveConnection(ctx, { id: made.id, name: 'Renamed' });
    expect(renamed).toMatchObject({ name: 'Renamed', key: made.key });
    const listener = await startWireServer((_, response) => void response.end('{}'));
    await expect(saveConnection(ctx, { id: made.id, baseUrl: `${listener.url}/v1` })).rejects.toMatchObject({
      kind: 'invalid',
      path: 'apiKey',
    });
    expect(listener.requests).toEqual([]);
    // Whoever changes the row itself gains nothing: the key opens for its own host only.
    const { prisma } = open.stores.controlPlane;
    await prisma.providerConnection.update({
      where: { id: made.id },
      data: { baseUrl: `${listener.url}/v1` },
    });
    expect(await testConnection(ctx, { id: made.id })).toMatchObject({
      ok: false,
      message: expect.stringContaining('cannot be decrypted'),
    });
    expect(listener.requests).toEqual([]);
    const again = await saveConnection(ctx, {
      id: made.id,
      baseUrl: `${listener.url}/v1`,
      apiKey: 'sk-another',
    });
    expect(again.key).toMatchObject({ ending: '' }); // too short to show any of it
    await listener.close();
  });

  test('opens in its own row only', async () => {
    const made = await createConnection(ctx, models());
    const { sealedKey } = await rowOf(made.id);
    const neighbour = await createConnection(ctx, { ...models(), name: 'Neighbour', apiKey: 'sk-neighbour' });
    const other = await ownerContext(open.stores);
    const stranger = await createConnection(other, { ...models(), apiKey: 'sk-stranger' });
    const { prisma } = open.stores.controlPlane;
    for (const [asker, id] of [
      [ctx, neighbour.id],
      [other, stranger.id],
    ] as const) {
      await prisma.providerConnection.update({ where: { id }, data: { sealedKey } });
      expect(await testConnection(asker, { id })).toMatchObject({
        ok: false,
        message: expect.stringContaining('cannot be decrypted'),
      });
    }
    await prisma.providerConnection.deleteMany({ where: { id: { in: [neighbour.id, stranger.id] } } });
  });

  test('is encrypted anew with a new key while it is in use, and then the old one can go', async () => {
    const made = await createConnection(ctx, models());
    const [old] = open.stores.keyring.keys;
    const fresh = 'e'.repeat(64);
    const both = loadKeyring('', `new:${fresh},${old?.[0]}:${old?.[1].toString('hex')}`);
    const during: Context = { ...ctx, stores: { ...open.stores, keyring: both } };
    const use = async () => (await testConnection(during, { id: made.id })).ok;
    const [, , ...used] = await Promise.all([
      resealKeys(during.stores),
      resealKeys(during.stores),
      use(),
      use(),
      use(),
    ]);
    expect(used).toEqual([true, true, true]);
    expect((await rowOf(made.id)).sealedKey).toMatch(/^v1\.new\./);
    expect(await resealKeys(during.stores)).toEqual({ resealed: 0, unopened: 0 });
    const after: Context = { ...ctx, stores: { ...open.stores, keyring: loadKeyring('', `new:${fresh}`) } };
    expect(await testConnection(after, { id: made.id })).toMatchObject({ ok: true });
    expect(await testConnection(ctx, { id: made.id })).toMatchObject({ ok: false }); // the old ring alone
    await deleteConnection(ctx, { id: made.id });
  });

  test('goes with its project', async () => {
    const made = await createConnection(ctx, models());
    const store = await openVectorStore(ctx, { connectionId: null, collection: 'erased' });
    await store.prepare(2);
    await store.upsert([{ id: 'a', vector: new Float32Array([1, 0]) }]);
    await eraseProviders(open.stores, ctx.project.id);
    await eraseProviders(open.stores, ctx.project.id);
    await expect(rowOf(made.id)).rejects.toThrow();
    expect(await store.count()).toBe(0);
  });
});

test('what people change is told, without the key', async () => {
  const made = await createConnection(ctx, models());
  await saveConnection(ctx, { id: made.id, name: 'Other name' });
  await saveConnection(ctx, { id: made.id, apiKey: openai.key });
  await deleteConnection(ctx, { id: made.id });
  const { items } = await listAuditEvents(ctx, { limit: 50 });
  expect(items.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
    'provider_removed Other name',
    'provider_key_replaced Other name',
    'provider_changed Other name',
    'provider_connected Models',
  ]);
  expect(JSON.stringify(items)).not.toContain(openai.key.slice(0, 12));
});

test('a refused address is told in words although the server and Next load the guard each for itself', async () => {
  const path = '../../../lib/platform/egress.ts?another-copy';
  const copy = (await import(/* @vite-ignore */ path)) as typeof import('#lib/platform/egress.ts');
  expect(copy.openEgress).not.toBe(openEgress);
  const foreign: Context = { ...ctx, stores: { ...open.stores, egress: copy.openEgress({ allow: [] }) } };
  await expect(createConnection(foreign, models())).rejects.toMatchObject({
    kind: 'invalid',
    path: 'baseUrl',
    message: expect.stringContaining('is an address of this machine'),
  });
  const made = await createConnection(ctx, models());
  expect(await testConnection(foreign, { id: made.id })).toMatchObject({
    ok: false,
    message: expect.stringContaining('was not asked'),
  });
});

test('an address that was allowed once is asked no more when it no longer is', async () => {
  const made = await createConnection(ctx, models());
  const strict: Context = { ...ctx, stores: { ...open.stores, egress: openEgress({ allow: [] }) } };
  const before = openai.requests.length;
  expect(await testConnection(strict, { id: made.id })).toMatchObject({
    ok: false,
    message: expect.stringContaining('was not asked: 127.0.0.1 is an address of this machine'),
  });
  expect(openai.requests).toHaveLength(before);
});
