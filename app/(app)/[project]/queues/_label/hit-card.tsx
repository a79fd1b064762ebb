'use client';
import { Anchor } from '@mantine/core';
import { memo, useCallback } from 'react';
import type { HitView } from '#lib/query-log/schema.ts';
import { GRADE_WORDS } from '../../_components/label-words.ts';
import { ChoiceButton } from './choice-button.tsx';
import { part } from './form-parts.ts';
import { HitText } from './hit-text.tsx';
import classes from './label.module.css';
import type { LabelAction } from './label-keys.ts';
import type { Grade } from './label-state.ts';
import type { PreparedHit } from './prepared-hits.ts';

const GRADES = [0, 1, 2, 3] as const;
const ORIGIN_WORDS = {
  bulk: 'graded with the rest',
  prefilled: 'graded by you before, for the same question',
} as const;

/** One hit: where it comes from, the passage nearest to the question, and its grade where one is asked for. */
export const HitCard = memo(function HitCard({
  hit,
  prepare,
  showsScore,
  grade,
  origin,
  focused,
  expanded,
  act,
  onFocus,
}: {
  hit: HitView;
  /** By the hit's place from 0. */
  prepare: (hit: number) => PreparedHit;
  showsScore: boolean;
  /** `null`: no grade is asked for. */
  grade: Grade | undefined | null;
  /** Where the grade came from, if not from a key press on this screen. */
  origin: keyof typeof ORIGIN_WORDS | undefined;
  focused: boolean;
  expanded: boolean;
  act: (action: LabelAction, hit: number) => void;
  onFocus: (hit: number) => void;
}) {
  const i = hit.rank - 1;
  const name = hit.title === '' ? hit.id : hit.title;
  const toggle = useCallback(() => act('expand-hit', i), [act, i]);
  const choose = useCallback(
    (action: LabelAction) => act(action === `grade-${grade}` ? 'clear-grade' : action, i),
    [act, grade, i],
  );
  return (
    <li
      {...part(`hit-${hit.rank}`)}
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
        {showsScore && hit.score !== null && (
          <span className={classes.quiet}>{`score ${Number(hit.score.toPrecision(3))}`}</span>
        )}
        {hit.cited && <span className={classes.quiet}>cited</span>}
        {origin !== undefined && <span className={classes.origin}>{ORIGIN_WORDS[origin]}</span>}
      </div>
      <HitText length={hit.text?.length ?? 0} prepared={prepare(i)} expanded={expanded} onToggle={toggle} />
      {grade !== null && (
        <fieldset className={classes.plain} aria-label={`Grade of hit ${hit.rank}`}>
          <div className={classes.choices}>
            {GRADES.map((value) => (
              <ChoiceButton
                key={value}
                action={`grade-${value}`}
                words={GRADE_WORDS[value]}
                on={grade === value}
                act={choose}
              />
            ))}
          </div>
        </fieldset>
      )}
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
