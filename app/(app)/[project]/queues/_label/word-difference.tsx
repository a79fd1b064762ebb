'use client';
import { diffWordsWithSpace } from 'diff';
import { useDeferredValue, useMemo } from 'react';
import classes from './label.module.css';

/** A comparison that takes longer than this is given up: the reviewer is typing. */
const TIMEOUT_MS = 200;

/** What was taken out of a text and what was put in, word by word. Nothing while both are the same. */
export function WordDifference({ from, to }: { from: string; to: string }) {
  const latest = useDeferredValue(to);
  const changes = useMemo(
    () => (from === latest ? [] : diffWordsWithSpace(from, latest, { timeout: TIMEOUT_MS })),
    [from, latest],
  );
  if (changes === undefined)
    return <p className={classes.quiet}>Too different to be compared word by word.</p>;
  if (changes.length === 0) return null;
  let at = 0;
  return (
    <section className={classes.difference} dir="auto" aria-label="Changes to the logged answer">
      {changes.map(({ value, added, removed }) => {
        at += value.length;
        if (added) return <ins key={`+${at}`}>{value}</ins>;
        if (removed) return <del key={`-${at}`}>{value}</del>;
        return value;
      })}
    </section>
  );
}
