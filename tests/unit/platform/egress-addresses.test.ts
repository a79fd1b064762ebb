import { describe, expect, test } from 'vitest';
import { isPublicAddress, parseAllowList } from '#lib/platform/egress-addresses.ts';

describe('addresses', () => {
  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.127.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '198.18.0.1',
    '203.0.113.5',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fd00::1',
    'fd00:ec2::254',
    'ff02::1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2001:db8::1',
    '100::1',
    'localhost',
    '',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each([
    '1.1.1.1',
    '93.184.216.34',
    '2606:4700:4700::1111',
    '::ffff:1.1.1.1',
    '172.32.0.1',
    '100.128.0.1',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('the allow-list', () => {
  const list = parseAllowList([
    '127.0.0.1:11434',
    'Ollama:11434',
    '[::1]:8000',
    'vllm',
    '10.1.0.0/16',
    'fd00::/64',
  ]);

  test.each([
    ['127.0.0.1', 11434, true],
    ['127.0.0.1', 11435, false],
    ['127.0.0.2', 11434, false],
    ['ollama', 11434, true],
    ['OLLAMA', 11434, true],
    ['ollama.example.org', 11434, false],
    ['::1', 8000, true],
    ['::1', 8001, false],
    ['vllm', 1, true],
    ['10.1.2.3', 443, false],
  ])('host %s with port %i: %s', (host, port, allowed) => {
    expect(list.hasHost(host, port)).toBe(allowed);
  });

  test.each([
    ['10.1.2.3', true],
    ['::ffff:10.1.2.3', true],
    ['10.2.0.1', false],
    ['fd00::5', true],
    ['fd00:0:0:1::5', false],
    ['vllm', false],
  ])('address %s: %s', (address, allowed) => {
    expect(list.hasAddress(address)).toBe(allowed);
  });

  test.each(['http://ollama', 'a b', 'user@host', 'host:port', ''])('%s is no entry', (entry) => {
    expect(() => parseAllowList([entry])).toThrow(/is not a host/);
  });
});
