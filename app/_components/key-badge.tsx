import { VisuallyHidden } from '@mantine/core';
import classes from './key-badge.module.css';

const SHOWN: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: 'Enter',
  'mod+Enter': 'Ctrl/⌘ Enter',
  Backspace: '⌫',
  Escape: 'Esc',
};
const SPOKEN: Record<string, string> = {
  ArrowUp: 'Arrow up',
  ArrowDown: 'Arrow down',
  Backspace: 'Backspace',
  'mod+Enter': 'Control or Command with Enter',
  '?': 'Question mark',
};

/** A key as it is printed on the keyboard. On a button it is decoration; in a list of keys it is `spoken`. */
export function KeyBadge({ name, spoken = false }: { name: string; spoken?: boolean }) {
  return (
    <>
      <span className={classes.key} aria-hidden="true">
        {SHOWN[name] ?? name}
      </span>
      {spoken && <VisuallyHidden>{SPOKEN[name] ?? name}</VisuallyHidden>}
    </>
  );
}
