import { expect, test } from 'vitest';
import { findPersonalData, maskPersonalData } from '#lib/export/personal-data.ts';

const masked = (text: string) => maskPersonalData(text, findPersonalData(text));

test.each([
  ['Write to ann.lee+shop@example.co.uk.', 'Write to [email].'],
  ["('bob@example.org')", "('[email]')"],
  ['Call +41 44 668 18 00 or 0041 44 668 18 00 today', 'Call [phone] or [phone] today'],
  ['Call (212) 555-2368, 212-555-2368 or 212.555.2368.', 'Call [phone], [phone] or [phone].'],
  ['Tel. 020 7946 0958; Fax: 089/123456', 'Tel. [phone]; Fax: [phone]'],
  [
    'My phone number is 07700 900123, or call us on 0800 1111 234',
    'My phone number is [phone], or call us on [phone]',
  ],
  ['Card 4111 1111 1111 1111, please', 'Card [card], please'],
  ['Card 4111-1111-1111-1111', 'Card [card]'],
  ['key sk-proj-abcdefghijklmnopqrstuvwx1234', 'key [key]'],
  ['AKIAIOSFODNN7EXAMPLE ghp_abcdefghijklmnopqrstuvwxyz0123456789', '[key] [key]'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nand on', '[key]\nand on'],
  ['flt_dev_0123456789abcdef01234567', '[key]'],
  ['Reach +14155552671@example.org', 'Reach [phone]'],
])('%s', (text, expected) => {
  expect(masked(text)).toBe(expected);
});

test.each([
  'Order 4111 1111 1111 1112 of 2026-11-23',
  'Order 212-555-23689, part 112-555-2368, case 212-555-2368-1, file 12/212-555-2368',
  'the phone 2024-01-15 and tel 911, room 020 7946 0958, call 1234567 of f',
  'the telephone of 12 people in 1998 2003 and mobile 5 2 1',
  'version 1.2.3+4 at 10:30, 100+200 = 300',
  'user@localhost and @mention and a @ b',
  'ISBN 978-3-16-148410-0 and 1234567890123456',
  'the sk-learn package; task-force; AKIA',
  '',
])('leaves %s', (text) => {
  expect(findPersonalData(text)).toEqual([]);
});
