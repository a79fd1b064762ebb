'use client';
import { memo, useContext } from 'react';
import { KeyBadge } from '../../../../_components/key-badge.tsx';
import { KeysShown } from './keys-shown.ts';
import classes from './label.module.css';
import { keyOf, type LabelAction } from './label-keys.ts';

/**
 * A choice that is on or off, with its key. A click leaves the focus where it was, so that Enter goes on to submit;
 * whoever reached the button by Tab presses it with Enter or Space as usual.
 */
export const ChoiceButton = memo(function ChoiceButton({
  action,
  words,
  on,
  label,
  disabled,
  badge = true,
  suggested = false,
  act,
}: {
  action: LabelAction;
  words: string;
  on: boolean;
  /** The accessible name where the words alone do not say enough. */
  label?: string;
  disabled?: boolean;
  badge?: boolean;
  /** What the evidence points to: marked, and not chosen. */
  suggested?: boolean;
  act: (action: LabelAction) => void;
}) {
  const singleKeys = useContext(KeysShown);
  return (
    // A plain button: a screen has a hundred of them, and they are drawn anew with every item.
    <button
      type="button"
      className={`mantine-focus-auto ${classes.choice}`}
      aria-pressed={on}
      data-suggested={suggested || undefined}
      {...(label === undefined ? {} : { 'aria-label': label })}
      disabled={disabled ?? false}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => act(action)}
    >
      <span>{words}</span>
      {badge && singleKeys && <KeyBadge name={keyOf(action)} />}
    </button>
  );
});
