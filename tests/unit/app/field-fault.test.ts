import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../app/_components/call-api.ts';
import { fieldFault, sentenceAbout } from '../../../app/_components/field-fault.ts';

const FIELDS = { expiresAt: { field: 'expires', subject: 'The time' } };
const refusal = (error: object) => new ApiError(400, 'refused', { error });

describe('a refusal of one field', () => {
  test('is placed at the field of the form, in a sentence that calls it as people do', () => {
    const fault = refusal({ path: 'expiresAt', message: 'expiresAt: must be in the future.' });
    expect(fieldFault(fault, FIELDS)).toEqual({
      field: 'expires',
      sentence: 'The time must be in the future.',
    });
  });

  test('is left to the form where it is about another field, none, or no refusal at all', () => {
    for (const error of [
      { path: 'name', message: 'name: is taken' },
      { message: 'gone' },
      { path: 'toString' },
    ])
      expect(fieldFault(refusal(error), FIELDS)).toBeUndefined();
    expect(fieldFault(refusal({ path: 'toString', message: 'toString: x' }), FIELDS)).toBeUndefined();
    expect(fieldFault(new ApiError(0, 'no answer'), FIELDS)).toBeUndefined();
    expect(fieldFault(new Error('expiresAt: x'), FIELDS)).toBeUndefined();
  });
});

test('words that are a sentence already stay one', () => {
  expect(sentenceAbout('The address', 'is a reserved word; choose another')).toBe(
    'The address is a reserved word; choose another.',
  );
  expect(sentenceAbout('The address', 'This address is taken.')).toBe('This address is taken.');
});
