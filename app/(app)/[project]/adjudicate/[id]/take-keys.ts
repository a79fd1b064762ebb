import type { KeyBinding } from '../../../../_components/key-bindings.ts';

export type TakeAction = `take-${number}` | 'take-again';

/** While a reviewer's label is to be taken, letters name the reviewers; the form has them back after that. */
export const TAKE_MODE = 'take';

const MOST_KEYS = 6;

/** A key for each of the first reviewers, and one that leads back to choosing among them. */
export function takeKeys(letters: readonly string[]): KeyBinding<TakeAction>[] {
  const group = 'Reviewers’ labels';
  return [
    ...letters.slice(0, MOST_KEYS).map((letter, i) => ({
      action: `take-${i}` as const,
      keys: [letter.toLowerCase()],
      label: `Take the label of reviewer ${letter}`,
      group,
      mode: TAKE_MODE,
    })),
    { action: 'take-again', keys: ['t'], label: 'Take another label: letters name reviewers again', group },
  ];
}
