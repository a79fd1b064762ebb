import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type KeyPress, type KeyTarget, matchBinding } from '../../../../app/_components/key-bindings.ts';
import { hitActions } from '../../../../app/(app)/[project]/queues/_label/hit-actions.ts';
import { itemActions } from '../../../../app/(app)/[project]/queues/_label/item-actions.ts';
import {
  DOCUMENTS_MODE,
  LABEL_KEYS,
  SKIP_MODE,
} from '../../../../app/(app)/[project]/queues/_label/label-keys.ts';
import { verdictActions } from '../../../../app/(app)/[project]/queues/_label/verdict-actions.ts';
import { writingActions } from '../../../../app/(app)/[project]/queues/_label/writing-actions.ts';
import { ROOT } from '../../../support/source-files.ts';
import { stubForm } from './stub-form.ts';

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
    for (const mode of [undefined, DOCUMENTS_MODE, SKIP_MODE]) {
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

  it('has the keys that reviewers were promised', () => {
    const promised = {
      0: 'grade-0',
      1: 'grade-1',
      2: 'grade-2',
      3: 'grade-3',
      i: 'rest-irrelevant',
      y: 'nothing-to-find',
      a: 'verdict-correct',
      p: 'verdict-partly',
      x: 'verdict-wrong',
      u: 'verdict-cannot_tell',
      m: 'failure-missing_knowledge',
      w: 'failure-wrong_format',
      r: 'failure-weak_reasoning',
      e: 'expand-hit',
      n: 'note',
      s: 'skip',
      f: 'flag',
      z: 'undo',
      h: 'guidelines',
      '?': 'keys',
    };
    for (const [key, action] of Object.entries(promised)) expect(pressed({ key }), key).toBe(action);
  });

  it('needs neither Shift nor AltGr for anything', () => {
    const bare = /^([a-z0-9]|Enter|Escape|Backspace|Arrow\w+)$/;
    const hard = LABEL_KEYS.filter(({ keys }) => !keys.some((key) => bare.test(key)));
    expect(hard.map(({ action }) => action)).toEqual([]);
  });

  it('names a reason for skipping with a digit, and none with s again', () => {
    expect(pressed({ key: '1', code: 'Digit1' }, { mode: SKIP_MODE })).toBe('skip-subject');
    expect(pressed({ key: '5', code: 'Digit5' }, { mode: SKIP_MODE })).toBe('remove');
    expect(pressed({ key: 's' }, { mode: SKIP_MODE })).toBe('skip');
    expect(pressed({ key: 'Escape' }, { mode: SKIP_MODE })).toBe('skip-cancel');
    expect(pressed({ key: 'Escape' })).toBeUndefined();
  });
});

describe('the registry of keys', () => {
  const folder = join(ROOT, 'app/(app)/[project]/queues/_label');
  const sources = readdirSync(folder)
    .filter((name) => /\.tsx?$/.test(name) && name !== 'label-keys.ts')
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  const actions = LABEL_KEYS.map(({ action }) => action);
  /** The action itself, or a template that makes it: `grade-${value}`. */
  const names = (text: string, action: string) =>
    text.includes(`'${action}'`) ||
    text.includes(`"${action}"`) ||
    text.includes(`\`${action.slice(0, action.indexOf('-') + 1)}\${`);

  it('has one line for each action', () => {
    expect(new Set(actions).size).toBe(actions.length);
  });

  it('has a handler for each action, and no handler without a key', () => {
    const form = stubForm();
    const handled = Object.keys({
      ...hitActions(form),
      ...verdictActions(form),
      ...writingActions(form),
      ...itemActions(form, {}),
    });
    expect(handled.sort()).toEqual([...actions].sort());
  });

  it('has a button for each action, but for what moves among hits', () => {
    const screens = sources.filter(({ name }) => name.endsWith('.tsx'));
    const without = actions.filter((action) => !screens.some(({ text }) => names(text, action)));
    expect(without).toEqual(['next-hit', 'previous-hit']);
  });

  it('is what the list of keys and the badges are drawn from', () => {
    const textOf = (file: string) => sources.find(({ name }) => name === file)?.text ?? '';
    expect(textOf('keys-dialog.tsx')).toContain('Map.groupBy(LABEL_KEYS');
    for (const file of ['action-button.tsx', 'choice-button.tsx', 'hit-text.tsx'])
      expect(textOf(file)).toContain('keyOf(');
    const literal = sources.filter(({ text }) => /<KeyBadge name="/.test(text));
    expect(literal.map(({ name }) => name)).toEqual([]);
  });
});
