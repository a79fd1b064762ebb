'use client';
import { memo, useContext, useMemo } from 'react';
import { KeyBadge } from '../../../../_components/key-badge.tsx';
import { KeysShown } from './keys-shown.ts';
import classes from './label.module.css';
import { keyOf } from './label-keys.ts';
import type { PreparedHit } from './prepared-hits.ts';

/**
 * The text of a hit, its passage nearest to the question first: words of the question on a background, what the answer
 * says in the same words underlined.
 */
export const HitText = memo(function HitText({
  length,
  prepared,
  expanded,
  onToggle,
}: {
  /** Of the whole text. */
  length: number;
  prepared: PreparedHit;
  expanded: boolean;
  onToggle: () => void;
}) {
  const parts = useMemo(() => (expanded ? prepared.whole() : prepared.parts), [prepared, expanded]);
  if (length === 0) return <p className={classes.quiet}>No text was logged for this hit.</p>;
  const { start, end } = prepared.passage;
  const folds = start > 0 || end < length;
  let at = 0;
  return (
    <>
      <div className={classes.text} dir="auto">
        {start > 0 && !expanded && '… '}
        {parts.map(({ text, marked, shared }) => {
          at += text.length;
          const inner = marked ? <mark key={at}>{text}</mark> : text;
          if (!shared) return inner;
          return (
            <span key={at} className={classes.shared}>
              {inner}
            </span>
          );
        })}
        {end < length && !expanded && ' …'}
      </div>
      {folds && (
        <button
          type="button"
          className={classes.fold}
          aria-expanded={expanded}
          onMouseDown={(event) => event.preventDefault()}
          onClick={onToggle}
        >
          {expanded ? 'Fold the text' : `Show all ${length.toLocaleString('en-GB')} characters`}
          <FoldBadge />
        </button>
      )}
    </>
  );
});

function FoldBadge() {
  if (!useContext(KeysShown)) return null;
  return (
    <>
      {' '}
      <KeyBadge name={keyOf('expand-hit')} />
    </>
  );
}
