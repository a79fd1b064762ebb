import { expect, test } from 'vitest';
import { neededRoles, refusal } from '../../../app/_server/page-refusal.ts';

test('a refused page names the roles it is for, from the digest alone', () => {
  const { digest, message } = refusal(new Error('Your role does not allow this.'), 'exports:manage');
  expect(message).toBe('Your role does not allow this.');
  expect(neededRoles(digest)).toBe('an owner or admin');
  expect(neededRoles(refusal(new Error(), 'labels:write').digest)).toBe('an owner, admin or reviewer');
});

test('any other error is not a refusal', () => {
  for (const digest of [undefined, '', '2891273', 'no-permission:', 'no-permission:toString']) {
    expect(neededRoles(digest)).toBeUndefined();
  }
});
