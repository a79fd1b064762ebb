import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { admitRequest } from '#lib/auth/admit-request.ts';
import { CLIENT_ADDRESS_HEADER } from '#lib/auth/client-address.ts';
import { readSettings } from '#lib/platform/env.ts';

let port = 0;
let trustedProxies = '';
const server = createServer((request, response) => {
  const env = { PORT: String(port), FAULTLINE_TRUST_PROXY: trustedProxies };
  const admitted = admitRequest(request, readSettings(env as unknown as NodeJS.ProcessEnv));
  response.writeHead(admitted ? 200 : 421).end(JSON.stringify(request.headers));
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

async function ask(headers: Record<string, string>, path = '/sign-in') {
  return new Promise<{ status: number; headers: Record<string, string> }>((resolve, reject) => {
    send({ port, path, headers: { host: `127.0.0.1:${port}`, ...headers } }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: JSON.parse(text) as Record<string, string> }),
      );
    })
      .on('error', reject)
      .end();
  });
}

test('a name that is not this server is refused, but for probes and programs with a key', async () => {
  expect((await ask({})).status).toBe(200);
  expect((await ask({ host: 'evil.example' })).status).toBe(421);
  expect((await ask({ host: 'evil.example' }, '/api/health?x')).status).toBe(200);
  expect((await ask({ host: 'evil.example' }, '/api/healthy')).status).toBe(421);
  expect((await ask({ host: 'faultline:3000', authorization: 'Bearer flt_x' })).status).toBe(200);
  const fromPage = { host: 'evil.example', authorization: 'Bearer x', origin: 'http://evil.example' };
  expect((await ask(fromPage)).status).toBe(421);
  expect((await ask({ host: 'evil.example', authorization: 'Basic x' })).status).toBe(421);
});

test('the client cannot say what its address is, nor under which name it came', async () => {
  const { headers } = await ask({
    [CLIENT_ADDRESS_HEADER]: '203.0.113.1',
    'x-forwarded-for': '203.0.113.2',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-middleware-subrequest': 'proxy',
  });
  expect(headers[CLIENT_ADDRESS_HEADER]).toBe('127.0.0.1');
  for (const name of ['x-forwarded-host', 'x-forwarded-proto', 'x-middleware-subrequest'])
    expect(headers).not.toHaveProperty(name);
});

test('a trusted proxy says whom it speaks for', async () => {
  trustedProxies = '127.0.0.1';
  const { headers } = await ask({ 'x-forwarded-for': '198.51.100.9, 203.0.113.2' });
  expect(headers[CLIENT_ADDRESS_HEADER]).toBe('203.0.113.2');
});
