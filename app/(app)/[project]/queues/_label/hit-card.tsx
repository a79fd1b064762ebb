'use client';
import { Anchor } from '@mantine/core';
import { memo, useMemo } from 'react';
import type { HitView } from '#lib/query-log/schema.ts';
import { KeyBadge } from '../../../../_components/key-badge.tsx';
import { bestPassage, markTerms } from '../../../../_components/matched-terms.ts';
import { useSingleKeys } from '../../../../_components/single-keys.ts';
import { GRADE_WORDS } from '../../_components/label-words.ts';
import { ChoiceButton } from './choice-button.tsx';
import classes from './label.module.css';
import type { LabelAction } from './label-keys.ts';
import type { Grade } from './label-state.ts';

const PASSAGE_LENGTH = 520;
const GRADES = [0, 1, 2, 3] as const;

/** Id of a hit's card on the page, for links from citations. */
export function hitAnchor(rank: number): string {
  return `hit-${rank}`;
}

/** One hit: where it comes from, the passage nearest to the question, and its grade. */
export const HitCard = memo(function HitCard({
  hit,
  terms,
  grade,
  origin,
  focused,
  digits,
  expanded,
  act,
  onFocus,
}: {
  hit: HitView;
  terms: readonly string[];
  grade: Grade | undefined;
  /** Where the grade came from, if not from a key press on this screen. */
  origin: 'bulk' | 'prefilled' | undefined;
  focused: boolean;
  /** Whether the digits grade hits at this moment. */
  digits: boolean;
  expanded: boolean;
  act: (action: LabelAction, hit: number) => void;
  onFocus: (hit: number) => void;
}) {
  const i = hit.rank - 1;
  const name = hit.title === '' ? hit.id : hit.title;
  return (
    <li
      id={hitAnchor(hit.rank)}
      className={classes.hit}
      tabIndex={-1}
      data-focused={focused || undefined}
      aria-label={`Hit ${hit.rank}: ${name}`}
      onFocusCapture={() => onFocus(i)}
    >
      <div className={classes.hitHead}>
        <h3>
          <span className={classes.rank}>{hit.rank}</span> <bdi>{name}</bdi>
        </h3>
        {hit.source !== '' && hit.source !== name && (
          <bdi className={`${classes.quiet} ${classes.source}`}>
            <Source url={hit.source} />
          </bdi>
        )}
        {origin !== undefined && (
          <span className={classes.quiet}>
            {origin === 'bulk' ? 'graded with the rest' : 'graded by you before, for the same question'}
          </span>
        )}
      </div>
      <HitText
        text={hit.text}
        terms={terms}
        expanded={expanded}
        onToggle={() => act('expand-hit', i)}
        badge={focused}
      />
      <fieldset className={classes.plain} aria-label={`Grade of hit ${hit.rank}`}>
        <div className={classes.choices}>
          {GRADES.map((value) => (
            <ChoiceButton
              key={value}
              action={`grade-${value}`}
              words={GRADE_WORDS[value]}
              on={grade === value}
              badge={focused && digits}
              act={(action) => act(grade === value ? 'clear-grade' : action, i)}
            />
          ))}
        </div>
      </fieldset>
    </li>
  );
});

function Source({ url }: { url: string }) {
  const isWeb = /^https?:\/\//i.test(url) && URL.canParse(url);
  if (!isWeb) return url;
  return (
    <Anchor
      href={url}
      target="_blank"
      rel="noopener noreferrer nofollow"
      size="sm"
      underline="always"
      c="inherit"
    >
      {url}
    </Anchor>
  );
}

function HitText({
  text,
  terms,
  expanded,
  onToggle,
  badge,
}: {
  text: string | null;
  terms: readonly string[];
  expanded: boolean;
  onToggle: () => void;
  badge: boolean;
}) {
  const [singleKeys] = useSingleKeys();
  const passage = useMemo(() => bestPassage(text ?? '', terms, PASSAGE_LENGTH), [text, terms]);
  const { start, end } = expanded ? { start: 0, end: text?.length ?? 0 } : passage;
  const parts = useMemo(() => markTerms((text ?? '').slice(start, end), terms), [text, terms, start, end]);
  if (text === null || text === '') return <p className={classes.quiet}>No text was logged for this hit.</p>;
  const folds = passage.start > 0 || passage.end < text.length;
  let at = 0;
  return (
    <>
      <div className={classes.text} dir="auto">
        {start > 0 && '… '}
        {parts.map((part) => {
          at += part.text.length;
          return part.marked ? <mark key={at}>{part.text}</mark> : part.text;
        })}
        {end < text.length && ' …'}
      </div>
      {folds && (
        <button
          type="button"
          className={classes.fold}
          aria-expanded={expanded}
          onMouseDown={(event) => event.preventDefault()}
          onClick={onToggle}
        >
          {expanded ? 'Fold the text' : `Show all ${text.length.toLocaleString('en-GB')} characters`}
          {badge && singleKeys && (
            <>
              {' '}
              <KeyBadge name="e" />
            </>
          )}
        </button>
      )}
    </>
  );
}
