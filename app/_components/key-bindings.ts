/** One key of a screen: what it does, how it is shown, and when it counts. */
export interface KeyBinding<Action extends string = string> {
  action: Action;
  /** A character in lower case, or the name of a key as in KeyboardEvent.key; `mod+Enter` is Ctrl or Cmd. */
  keys: readonly string[];
  label: string;
  group: string;
  /** Counts only in this mode of the screen; bindings of a mode go before those without one. */
  mode?: string;
}

/** What a binding needs to know of a key press; a KeyboardEvent fits. */
export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Where the press happened, as far as it decides who it is meant for. */
export type KeyTarget = 'page' | 'text' | 'button' | 'list';

/** Letters, digits and signs: what speech input and slips of the hand produce, so people may switch them off. */
export function isSingleKey(key: string): boolean {
  return key.length === 1;
}

/** The binding that a press means, or undefined. Holding Ctrl, Cmd or Alt leaves the key to the browser. */
export function matchBinding<Action extends string>(
  bindings: readonly KeyBinding<Action>[],
  press: KeyPress,
  at: { target: KeyTarget; mode: string | undefined; singleKeys: boolean },
): KeyBinding<Action> | undefined {
  const key = nameOf(press);
  if (key === undefined) return undefined;
  if ((at.target === 'list' || at.target === 'text') && key !== 'mod+Enter') return undefined;
  if (at.target === 'button' && key === 'Enter') return undefined;
  if (!at.singleKeys && isSingleKey(key)) return undefined;
  const fits = bindings.filter(
    (binding) => binding.keys.includes(key) && (binding.mode === undefined || binding.mode === at.mode),
  );
  return fits.find((binding) => binding.mode !== undefined) ?? fits[0];
}

/**
 * Digits go by place, because French and Czech keyboards want Shift for them; a letter of another script goes by
 * the Latin letter printed on the same key.
 */
function nameOf(press: KeyPress): string | undefined {
  const { key, code, shiftKey } = press;
  if (press.altKey) return undefined;
  if (press.ctrlKey || press.metaKey) return key === 'Enter' ? 'mod+Enter' : undefined;
  if (key.length > 1) return shiftKey ? undefined : key;
  const digit = /^Digit([0-9])$/.exec(code)?.[1];
  if (digit !== undefined && !shiftKey) return digit;
  if (/^[a-z]$/i.test(key)) return shiftKey ? undefined : key.toLowerCase();
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined && !shiftKey && /\P{ASCII}/u.test(key)) return letter.toLowerCase();
  return key;
}
