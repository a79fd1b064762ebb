import { describe, expect, test } from 'vitest';
import { isLocalOnly, isOwnHost, isOwnOrigin } from '#lib/auth/public-address.ts';
import { readSettings } from '#lib/platform/env.ts';

const settingsOf = (env: Record<string, string> = {}) => readSettings(env as NodeJS.ProcessEnv);
const local = settingsOf();
const open = settingsOf({ HOST: '0.0.0.0' });
const named = settingsOf({ HOST: '0.0.0.0', FAULTLINE_URL: 'https://faultline.example.org' });
const proxied = settingsOf({ FAULTLINE_URL: 'https://faultline.example.org' });

describe('which Host names are this server', () => {
  test.each(['127.0.0.1:3000', 'localhost:3000', '[::1]:3000', 'LOCALHOST:3000', '127.0.0.2:3000'])(
    'on loopback %s is',
    (host) => expect(isOwnHost(local, host)).toBe(true),
  );

  test.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example:3000',
    '127.0.0.1.evil.example:3000',
    '127.0.0.1:3001',
    '127.0.0.1',
    '192.168.0.4:3000',
    '127.0.0.1:3000@evil.example',
    'localhost:3000, evil.example',
    '',
    undefined,
  ])('on loopback %s is not', (host) => expect(isOwnHost(local, host)).toBe(false));

  test('with a public address, that one is, and on loopback behind a proxy loopback too', () => {
    expect(isOwnHost(named, 'faultline.example.org')).toBe(true);
    expect(isOwnHost(named, 'faultline.example.org:443')).toBe(true);
    for (const host of ['evil.example', '10.0.0.4:3000', 'faultline.example.org:8443', 'localhost:3000'])
      expect(isOwnHost(named, host)).toBe(false);
    expect(isOwnHost(proxied, '127.0.0.1:3000')).toBe(true);
    expect(isOwnHost(proxied, 'evil.example')).toBe(false);
  });

  test('open to the network without a public address, an address is but a name is not', () => {
    expect(isOwnHost(open, '10.0.0.4:8080')).toBe(true);
    expect(isOwnHost(open, 'evil.example:3000')).toBe(false);
  });
});

describe('which Origin headers are this server', () => {
  const headers = (origin: string | undefined, host = '127.0.0.1:3000') =>
    new Headers({ host, ...(origin === undefined ? {} : { origin }) });

  test.each(['http://127.0.0.1:3000', 'http://localhost:3000'])('%s, when it is also the Host', (origin) => {
    expect(isOwnOrigin(local, headers(origin, new URL(origin).host))).toBe(true);
  });

  test.each([
    undefined,
    'null',
    '',
    'http://evil.example',
    'http://127.0.0.1:3001',
    'https://127.0.0.1:3000',
    'http://localhost:3000',
  ])('not %s on 127.0.0.1', (origin) => expect(isOwnOrigin(local, headers(origin))).toBe(false));

  test('a rebound name is not its own origin', () => {
    expect(isOwnOrigin(local, headers('http://evil.example:3000', 'evil.example:3000'))).toBe(false);
  });

  test('with https only the https origin is', () => {
    expect(isOwnOrigin(named, headers('https://faultline.example.org', 'faultline.example.org'))).toBe(true);
    expect(isOwnOrigin(named, headers('http://faultline.example.org', 'faultline.example.org'))).toBe(false);
  });
});

test('the server is for this machine only where both its address and its name are', () => {
  expect([local, open, named, proxied].map((settings) => isLocalOnly(settings))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
