'use client';
import { UnstyledButton } from '@mantine/core';
import { KeyBadge } from '../../../../_components/key-badge.tsx';
import { useSingleKeys } from '../../../../_components/single-keys.ts';
import classes from './label.module.css';
import { keyOf, type LabelAction } from './label-keys.ts';

/**
 * A choice that is on or off, with its key. A click leaves the focus where it was, so that Enter goes on to submit;
 * whoever reached the button by Tab presses it with Enter or Space as usual.
 */
export function ChoiceButton({
  action,
  words,
  on,
  label,
  disabled,
  badge = true,
  act,
}: {
  action: LabelAction;
  words: string;
  on: boolean;
  /** The accessible name where the words alone do not say enough. */
  label?: string;
  disabled?: boolean;
  badge?: boolean;
  act: (action: LabelAction) => void;
}) {
  const [singleKeys] = useSingleKeys();
  return (
    <UnstyledButton
      className={classes.choice}
      aria-pressed={on}
      {...(label === undefined ? {} : { 'aria-label': label })}
      disabled={disabled ?? false}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => act(action)}
    >
      <span>{words}</span>
      {badge && singleKeys && <KeyBadge name={keyOf(action)} />}
    </UnstyledButton>
  );
}
