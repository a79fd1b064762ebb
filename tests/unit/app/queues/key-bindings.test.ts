import { describe, expect, it } from 'vitest';
import { type KeyPress, type KeyTarget, matchBinding } from '../../../../app/_components/key-bindings.ts';
import { DOCUMENTS_MODE, LABEL_KEYS } from '../../../../app/(app)/[project]/queues/_label/label-keys.ts';

const bare = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
function pressed(
  press: Partial<KeyPress> & { key: string },
  at: { target?: KeyTarget; mode?: string; singleKeys?: boolean } = {},
): string | undefined {
  return matchBinding(
    LABEL_KEYS,
    { code: '', ...bare, ...press },
    { target: at.target ?? 'page', mode: at.mode, singleKeys: at.singleKeys ?? true },
  )?.action;
}

describe('the keys of the label screen', () => {
  it('gives no key two meanings in one mode', () => {
    for (const mode of [undefined, DOCUMENTS_MODE]) {
      const keys = LABEL_KEYS.filter((binding) => binding.mode === mode).flatMap(({ keys }) => keys);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('grades with digits, unless the question about the documents waits', () => {
    expect(pressed({ key: '2', code: 'Digit2' })).toBe('grade-2');
    expect(pressed({ key: '2', code: 'Digit2' }, { mode: DOCUMENTS_MODE })).toBe('documents-yes_not_found');
    expect(pressed({ key: 'j', code: 'KeyJ' }, { mode: DOCUMENTS_MODE })).toBe('next-hit');
  });

  it('takes digits by place and letters by print, with caps lock, and in other scripts', () => {
    expect(pressed({ key: 'é', code: 'Digit2' })).toBe('grade-2');
    expect(pressed({ key: '3', code: 'Numpad3' })).toBe('grade-3');
    expect(pressed({ key: '!', code: 'Digit1', shiftKey: true })).toBeUndefined();
    expect(pressed({ key: 'a', code: 'KeyQ' })).toBe('verdict-correct');
    expect(pressed({ key: 'A', code: 'KeyA' })).toBe('verdict-correct');
    expect(pressed({ key: 'ф', code: 'KeyA' })).toBe('verdict-correct');
    expect(pressed({ key: '?', code: 'Slash', shiftKey: true })).toBe('keys');
  });

  it('leaves the browser its own keys', () => {
    expect(pressed({ key: 'r', code: 'KeyR', ctrlKey: true })).toBeUndefined();
    expect(pressed({ key: 'z', code: 'KeyZ', metaKey: true })).toBeUndefined();
    expect(pressed({ key: 'ArrowDown', code: 'ArrowDown', altKey: true })).toBeUndefined();
    expect(pressed({ key: 'A', code: 'KeyA', shiftKey: true })).toBeUndefined();
  });

  it('submits with Enter outside of text and buttons, and with Ctrl or Cmd everywhere', () => {
    expect(pressed({ key: 'Enter' })).toBe('submit');
    expect(pressed({ key: 'Enter' }, { target: 'text' })).toBeUndefined();
    expect(pressed({ key: 'Enter' }, { target: 'button' })).toBeUndefined();
    for (const target of ['page', 'text', 'button', 'list'] as const) {
      expect(pressed({ key: 'Enter', ctrlKey: true }, { target })).toBe('submit');
      expect(pressed({ key: 'Enter', metaKey: true }, { target })).toBe('submit');
    }
  });

  it('types in text fields and lists, and still grades while a button has the focus', () => {
    expect(pressed({ key: 'a', code: 'KeyA' }, { target: 'text' })).toBeUndefined();
    expect(pressed({ key: 'ArrowDown' }, { target: 'list' })).toBeUndefined();
    expect(pressed({ key: 'a', code: 'KeyA' }, { target: 'button' })).toBe('verdict-correct');
  });

  it('switches single keys off and keeps the others', () => {
    const off = { singleKeys: false };
    for (const binding of LABEL_KEYS) {
      for (const key of binding.keys.filter((name) => name.length === 1)) {
        expect(pressed({ key }, off)).toBeUndefined();
      }
    }
    expect(pressed({ key: 'Enter' }, off)).toBe('submit');
    expect(pressed({ key: 'ArrowDown' }, off)).toBe('next-hit');
  });
});
