import { expect, test } from 'vitest';
import { accountNameSchema, emailSchema, passwordSchema } from '#lib/auth/schema.ts';

test.each(['ada@example.org', ' ADA@Example.ORG ', 'ａｄａ@example.org', 'ada@ｅxample.org'])(
  '%j is one address',
  (text) => expect(emailSchema.parse(text)).toBe('ada@example.org'),
);

test.each([
  '"ada"@example.org',
  "o'brien@example.org",
  'ada@example.org,eve@example.org',
  'ada@example.org, eve@example.org',
  'ada@localhost',
  'ada@@example.org',
  'a da@example.org',
  'ada@example.org\nbcc: eve@example.org',
  '<ada@example.org>',
  'ada@[127.0.0.1]',
  '.ada@example.org',
  'a..b@example.org',
  'ada@-example.org',
  'ada@example..org',
  '',
  `${'a'.repeat(250)}@example.org`,
])('%j is no address', (text) => expect(emailSchema.safeParse(text).success).toBe(false));

test('passwords have a shortest and a longest form, and names no control characters', () => {
  expect(passwordSchema.safeParse('short').success).toBe(false);
  expect(passwordSchema.safeParse('x'.repeat(129)).success).toBe(false);
  expect(passwordSchema.safeParse('long enough to keep').success).toBe(true);
  expect(accountNameSchema.safeParse('Ada\u0007').success).toBe(false);
  expect(accountNameSchema.parse('  Ada  ')).toBe('Ada');
});
