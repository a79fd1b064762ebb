import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '#lib/platform/errors.ts';
import { decodeCursor, encodeCursor, pagingSchema } from '#lib/query-log/cursor.ts';

test('a cursor gives back the position it was made of', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.string({ minLength: 1, unit: 'grapheme' }), (startedAtMs, id) => {
      expect(decodeCursor(encodeCursor({ startedAtMs, id }))).toEqual({ startedAtMs, id });
    }),
  );
});

const base64 = (text: string) => Buffer.from(text).toString('base64url');

test.each([
  'x',
  '{}',
  base64('[]'),
  base64('{"id":"a"}'),
  base64('[1.5,"a"]'),
  base64('["1","a"]'),
  base64('[1,""]'),
  base64('[1,"a",2]'),
  base64('[1, "a"]'),
  `${base64('[1,"a"]')}=`,
])('%s is not a cursor', (text) => {
  expect(() => decodeCursor(text)).toThrow(AppError);
  expect(() => decodeCursor(text)).toThrow('cursor');
});

test('a page has 1 to 500 items, 50 unless said, newest first', () => {
  expect(pagingSchema.parse({})).toEqual({ limit: 50, order: 'newest' });
  expect(pagingSchema.parse({ limit: '500' }).limit).toBe(500);
  for (const limit of [0, 501, 1.5, 'x']) expect(pagingSchema.safeParse({ limit }).success).toBe(false);
});
