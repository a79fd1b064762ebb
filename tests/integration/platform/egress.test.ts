import type { LookupAddress } from 'node:dns';
import { createServer } from 'node:http';
import {
  type AddressInfo,
  createServer as createSocketServer,
  type LookupFunction,
  type Server,
} from 'node:net';
import { fetch as undiciFetch } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BlockedAddress, openEgress } from '#lib/platform/egress.ts';
import { chromaVectors } from '#lib/providers/chroma-vectors.ts';
import { openAiChat } from '#lib/providers/openai-chat.ts';
import { openAiEmbeddings } from '#lib/providers/openai-embeddings.ts';
import { pineconeVectors } from '#lib/providers/pinecone-vectors.ts';
import { qdrantVectors } from '#lib/providers/qdrant-vectors.ts';
import { weaviateVectors } from '#lib/providers/weaviate-vectors.ts';
import { openedTo } from '../providers/opened.ts';

/** Counts who connects, on both loopback addresses. */
let canary: Server;
let connections = 0;
let port: number;
beforeAll(async () => {
  canary = createSocketServer((socket) => {
    connections += 1;
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi');
  });
  await new Promise<void>((resolve) => canary.listen(0, '::', resolve));
  port = (canary.address() as AddressInfo).port;
});
afterAll(() => canary.close());
beforeEach(() => {
  connections = 0;
});

const get = { method: 'GET', headers: {} };
const strict = openEgress({ allow: [] });

/** A name server that answers these in turn, the last one for good. */
function answering(...answers: string[][]): LookupFunction {
  let asked = 0;
  return (_, options, callback) => {
    const found: LookupAddress[] = (answers[Math.min(asked, answers.length - 1)] ?? []).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    asked += 1;
    if (options.all === true) callback(null, found);
    else callback(null, found[0]?.address ?? '', found[0]?.family);
  };
}

const HOSTS = [
  '127.0.0.1',
  '127.1',
  '0x7f000001',
  '2130706433',
  '017700000001',
  '0177.0.0.1',
  '0.0.0.0',
  '0',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  'localhost',
  'localhost.',
  'LOCALHOST',
  '１２７.0.0.1',
];

describe('no connection reaches this machine', () => {
  test.each(HOSTS.flatMap((host) => [`http://${host}`, `https://${host}`]))('at %s', async (origin) => {
    const url = `${origin}:${port}/v1`;
    await expect(strict.check(url)).rejects.toBeInstanceOf(BlockedAddress);
    await expect(strict.fetch(url, get)).rejects.toThrow();
    expect(connections).toBe(0);
  });

  test('control: without the guard those addresses do reach it', async () => {
    let reached = 0;
    for (const host of HOSTS) {
      connections = 0;
      await undiciFetch(`http://${host}:${port}/v1`).then(
        (answer) => answer.text(),
        () => undefined,
      );
      reached += Math.min(1, connections);
    }
    expect(reached).toBeGreaterThanOrEqual(HOSTS.length - 2); // some systems do not connect to :: or 0
  });

  test('nor one to other places that are not public', async () => {
    const urls = [
      'https://169.254.169.254/latest/meta-data',
      'https://[fd00:ec2::254]/',
      'https://10.0.0.1/',
      'https://100.64.0.1/',
      'https://[::ffff:10.0.0.1]/',
      'https://metadata.google.internal/computeMetadata/v1',
      'https://metadata/',
      'https://printer.local/',
      'http://api.example.org/',
      'https://api.example.org:22/',
      'https://api.example.org:5432/',
      'ftp://api.example.org/',
      'file:///etc/passwd',
      'gopher://127.0.0.1/',
      'https://user:pass@api.example.org/',
      'https://api.example.org/\r\nx-injected: 1',
      'https://api.exam\nple.org/',
      'not a url',
    ];
    for (const url of urls) {
      await expect(strict.check(url), url).rejects.toBeInstanceOf(BlockedAddress);
      await expect(strict.fetch(url, get), url).rejects.toThrow();
    }
  });
});

describe('names', () => {
  const url = () => `https://api.example.org:8443/`;

  test('that lead to a private address are refused when saved and when connected to', async () => {
    for (const addresses of [['127.0.0.1'], ['93.184.216.34', '127.0.0.1'], ['::1'], ['::ffff:127.0.0.1']]) {
      const egress = openEgress({ allow: [], lookup: answering(addresses) });
      await expect(egress.check(url())).rejects.toThrow(/leads to .* an address of this machine/);
      const error = await egress.fetch(url(), get).catch((thrown: unknown) => thrown);
      expect((error as Error).cause).toBeInstanceOf(BlockedAddress);
    }
  });

  test('that change their mind after they were saved are refused all the same', async () => {
    const rebinding = answering(['93.184.216.34'], ['127.0.0.1']);
    const egress = openEgress({ allow: [], lookup: rebinding });
    await egress.check(url());
    const error = await egress.fetch(url(), get).catch((thrown: unknown) => thrown);
    expect((error as Error).cause).toBeInstanceOf(BlockedAddress);
    expect(connections).toBe(0);
  });

  test('control: a check of the name alone lets such a name through', async () => {
    const rebinding = answering(['93.184.216.34'], ['127.0.0.1']);
    const checked = openEgress({ allow: [], lookup: rebinding });
    await checked.check(url());
    const unguarded = openEgress({ allow: ['api.example.org'], lookup: rebinding });
    await unguarded.fetch(`http://api.example.org:${port}/`, get);
    expect(connections).toBe(1);
  });
});

describe('redirects', () => {
  test('are not followed, and control: they would be', async () => {
    const server = createServer((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const egress = openEgress({ allow: [origin.slice('http://'.length)] });
    const answer = await egress.fetch(`${origin}/`, {
      method: 'GET',
      headers: { authorization: 'Bearer x' },
    });
    expect(answer.status).toBe(302);
    expect(connections).toBe(0);
    await undiciFetch(`${origin}/`).then((followed) => followed.text());
    expect(connections).toBe(1);
    server.close();
  });
});

describe('the allow-list', () => {
  test('lets one host and port through, and no other', async () => {
    const egress = openEgress({ allow: [`127.0.0.1:${port}`] });
    expect(await (await egress.fetch(`http://127.0.0.1:${port}/`, get)).text()).toBe('hi');
    await egress.check(`http://127.0.0.1:${port}/v1`);
    await expect(egress.fetch(`http://localhost:${port}/`, get)).rejects.toBeInstanceOf(BlockedAddress);
    await expect(egress.fetch(`http://127.0.0.1:${port + 1}/`, get)).rejects.toBeInstanceOf(BlockedAddress);
  });
});

describe('every client goes through the guard', () => {
  const vector = new Float32Array([1, 0, 0]);
  const open = (kind: 'openai' | 'pinecone' | 'chroma' | 'qdrant' | 'weaviate', allow: string[]) => {
    const url = `http://127.0.0.1:${port}`;
    return openedTo(kind, url, { key: 'k', dataUrl: url, options: { index: 'docs' }, allow });
  };
  const clients: [string, (allow: string[]) => Promise<unknown>][] = [
    ['embeddings', (allow) => openAiEmbeddings(open('openai', allow), { model: 'm' }).embed(['x'])],
    [
      'chat',
      async (allow) => {
        const chat = openAiChat(open('openai', allow), { model: 'm' });
        for await (const _ of chat.stream({ messages: [{ role: 'user', content: 'x' }] }));
      },
    ],
    ['Pinecone', (allow) => pineconeVectors(open('pinecone', allow), 'n').query({ vector, topK: 1 })],
    ['Pinecone, its index', (allow) => pineconeVectors(open('pinecone', allow), 'n').prepare(3)],
    ['Chroma', (allow) => chromaVectors(open('chroma', allow), 'docs').query({ vector, topK: 1 })],
    ['Qdrant', (allow) => qdrantVectors(open('qdrant', allow), 'docs').query({ vector, topK: 1 })],
    ['Weaviate', (allow) => weaviateVectors(open('weaviate', allow), 'docs').query({ vector, topK: 1 })],
  ];

  test.each(clients)('%s', async (_, call) => {
    await expect(call([])).rejects.toMatchObject({
      fault: 'blocked_address',
      message: expect.stringMatching(/^“Test \w+” was not asked: 127\.0\.0\.1 is an address of this machine/),
    });
    expect(connections).toBe(0);
  });

  test.each(clients)('control: %s reaches the same server where it is allowed', async (_, call) => {
    await call([`127.0.0.1:${port}`]).catch(() => undefined);
    expect(connections).toBeGreaterThan(0);
  });

  test('none sends anything to a host for which the key was not saved', async () => {
    const away = openedTo('pinecone', 'http://127.0.0.1:1', {
      key: 'k',
      dataUrl: 'http://127.0.0.1:1',
      options: { index: 'docs' },
    });
    const elsewhere = { ...away, dataUrl: `http://127.0.0.1:${port}` };
    await expect(pineconeVectors(elsewhere, 'n').query({ vector, topK: 1 })).rejects.toMatchObject({
      fault: 'blocked_address',
      message: expect.stringContaining('for which its key was not saved'),
    });
    expect(connections).toBe(0);
  });
});
