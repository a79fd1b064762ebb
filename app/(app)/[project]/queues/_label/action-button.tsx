'use client';
import { Button } from '@mantine/core';
import { KeyBadge } from '../../../../_components/key-badge.tsx';
import { isSingleKey } from '../../../../_components/key-bindings.ts';
import { useSingleKeys } from '../../../../_components/single-keys.ts';
import { keyOf, type LabelAction } from './label-keys.ts';

/** A button for something the screen does, with its key. A click leaves the focus where it was. */
export function ActionButton({
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
  strong?: boolean;
  pressed?: boolean;
  expanded?: boolean;
  disabled?: boolean;
  act: (action: LabelAction) => void;
}) {
  const [singleKeys] = useSingleKeys();
  const key = keyOf(action);
  return (
    <Button
      size={strong ? 'sm' : 'compact-sm'}
      variant={strong ? 'filled' : pressed === true ? 'light' : 'default'}
      disabled={disabled}
      onMouseDown={(event: React.MouseEvent) => event.preventDefault()}
      onClick={() => act(action)}
      {...(singleKeys || !isSingleKey(key) ? { rightSection: <KeyBadge name={key} /> } : {})}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
    >
      {words}
    </Button>
  );
}
