import { expect, test } from 'vitest';
import { readSettings } from '#lib/platform/env.ts';

const read = (env: Record<string, string>) => readSettings(env as NodeJS.ProcessEnv);

test('without a public address the server goes by where it listens', () => {
  expect(read({ PORT: '4000' })).toMatchObject({
    publicUrl: 'http://127.0.0.1:4000',
    isPublicUrlGiven: false,
  });
  expect(read({ HOST: '::1' }).publicUrl).toBe('http://[::1]:3000');
});

test('a public address is an origin, without a slash at its end', () => {
  expect(read({ FAULTLINE_URL: 'https://Faultline.example.org/' }).publicUrl).toBe(
    'https://faultline.example.org',
  );
  for (const wrong of [
    'faultline.example.org',
    'ftp://faultline.example.org',
    'https://faultline.example.org/app',
    'https://ada@faultline.example.org',
    'https://faultline.example.org?x',
  ])
    expect(() => read({ FAULTLINE_URL: wrong })).toThrow(/FAULTLINE_URL/);
});

test('proxies are addresses or networks', () => {
  expect(read({ FAULTLINE_TRUST_PROXY: '10.0.0.1, 10.1.0.0/16,' }).trustedProxies).toEqual([
    '10.0.0.1',
    '10.1.0.0/16',
  ]);
  for (const wrong of ['true', '*', '10.0.0.0/99', 'proxy.example.org'])
    expect(() => read({ FAULTLINE_TRUST_PROXY: wrong })).toThrow(/FAULTLINE_TRUST_PROXY/);
});

test('a provider is set wholly or not at all', () => {
  const whole = {
    FAULTLINE_OIDC_ISSUER: 'https://id.example.org/',
    FAULTLINE_OIDC_CLIENT_ID: 'faultline',
    FAULTLINE_OIDC_CLIENT_SECRET: 'secret',
  };
  expect(read(whole).oidc).toMatchObject({ issuer: 'https://id.example.org', name: 'single sign-on' });
  expect(read({}).oidc).toBeUndefined();
  for (const name of Object.keys(whole))
    expect(() => read({ ...whole, [name]: '' })).toThrow(/FAULTLINE_OIDC/);
});
