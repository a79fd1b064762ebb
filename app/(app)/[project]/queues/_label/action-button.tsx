'use client';
import { Button } from '@mantine/core';
import { type MouseEvent, memo, useContext } from 'react';
import { KeyBadge } from '../../../../_components/key-badge.tsx';
import { isSingleKey } from '../../../../_components/key-bindings.ts';
import { KeysShown } from './keys-shown.ts';
import classes from './label.module.css';
import { keyOf, type LabelAction } from './label-keys.ts';

/** A button for something the screen does, with its key. A click leaves the focus where it was. */
export const ActionButton = memo(function ActionButton({
  action,
  words,
  strong = false,
  pressed,
  expanded,
  disabled = false,
  act,
}: {
  action: LabelAction;
  words: string;
  /** The main action of the screen. */
  strong?: boolean;
  pressed?: boolean;
  expanded?: boolean;
  disabled?: boolean;
  act: (action: LabelAction) => void;
}) {
  const singleKeys = useContext(KeysShown);
  const key = keyOf(action);
  const badge = singleKeys || !isSingleKey(key) ? <KeyBadge name={key} /> : null;
  const shared = {
    disabled,
    onMouseDown: (event: MouseEvent) => event.preventDefault(),
    onClick: () => act(action),
  };
  if (strong) {
    return (
      <Button {...shared} rightSection={<span className={classes.roomy}>{badge}</span>} size="sm">
        {words}
      </Button>
    );
  }
  return (
    <button
      type="button"
      {...shared}
      className={`mantine-focus-auto ${classes.choice}`}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
    >
      <span>{words}</span>
      {badge}
    </button>
  );
});
