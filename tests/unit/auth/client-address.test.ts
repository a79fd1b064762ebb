import { describe, expect, test } from 'vitest';
import { clientAddress, networkOf } from '#lib/auth/client-address.ts';

describe('whose request it is', () => {
  test('without trusted proxies X-Forwarded-For says nothing', () => {
    expect(clientAddress('192.0.2.7', '198.51.100.1', [])).toBe('192.0.2.7');
  });

  test('behind a trusted proxy the last address that is not a proxy counts, not what the client wrote before it', () => {
    const proxies = ['10.0.0.0/8', '192.0.2.7'];
    expect(clientAddress('192.0.2.7', '1.1.1.1, 198.51.100.1', proxies)).toBe('198.51.100.1');
    expect(clientAddress('192.0.2.7', '1.1.1.1, 198.51.100.1, 10.1.2.3', proxies)).toBe('198.51.100.1');
    expect(clientAddress('::ffff:192.0.2.7', '198.51.100.1', proxies)).toBe('198.51.100.1');
  });

  test('nonsense in the header leaves the proxy itself, and no address is one name for all', () => {
    expect(clientAddress('192.0.2.7', 'evil', ['192.0.2.7'])).toBe('192.0.2.7');
    expect(clientAddress('192.0.2.7', '', ['192.0.2.7'])).toBe('192.0.2.7');
    expect(clientAddress(undefined, undefined, [])).toBe('unknown');
  });
});

describe('what tries are counted by', () => {
  test('every spelling of an IPv4 address is the same', () => {
    for (const text of ['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:c000:0201', '0:0:0:0:0:ffff:192.0.2.1'])
      expect(networkOf(text)).toBe('192.0.2.1');
  });

  test('the whole /64 of an IPv6 address counts together, however written, and its neighbour apart', () => {
    for (const text of ['2001:db8::1', '2001:DB8:0:0:ffff::2', '2001:0db8:0000:0000:0000:0000:0000:0001'])
      expect(networkOf(text)).toBe('2001:db8::/64');
    expect(networkOf('2001:db8:0:1::1')).toBe('2001:db8:0:1::/64');
    expect(networkOf('nonsense')).toBe('unknown');
  });
});
