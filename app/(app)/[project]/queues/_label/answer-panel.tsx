'use client';
import { Anchor } from '@mantine/core';
import { type MouseEvent, memo, useId } from 'react';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { SafeMarkdown } from '../../../../_components/safe-markdown.tsx';
import classes from './label.module.css';

/** The answer as it was given, and links to the hits it cites. */
export const AnswerPanel = memo(function AnswerPanel({
  query,
  onCitation,
}: {
  query: QueryDetail;
  onCitation: (hit: number) => void;
}) {
  const heading = useId();
  const cited = query.hits.filter((hit) => hit.cited);
  return (
    <section className={classes.section} aria-labelledby={heading}>
      <h2 id={heading}>Answer</h2>
      <AnswerText query={query} onCitation={onCitation} />
      {cited.length > 0 && (
        <div className={classes.cites}>
          <span className={classes.quiet}>{query.citedDerived ? 'Seems to cite' : 'Cites'}</span>
          {cited.map((hit) => (
            <Anchor
              key={hit.rank}
              size="sm"
              href={`#hit-${hit.rank}`}
              underline="always"
              onClick={(event) => {
                event.preventDefault();
                onCitation(hit.rank - 1);
              }}
            >
              <bdi>{`[${hit.rank}] ${hit.title === '' ? hit.id : hit.title}`}</bdi>
            </Anchor>
          ))}
        </div>
      )}
    </section>
  );
});

function AnswerText({ query, onCitation }: { query: QueryDetail; onCitation: (hit: number) => void }) {
  const { answer, error } = query;
  /** A citation moves the focus on the screen, instead of the page's address. */
  const onClick = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#hit-"]') : null;
    if (link === null) return;
    event.preventDefault();
    onCitation(Number(link.getAttribute('href')?.slice('#hit-'.length)) - 1);
  };
  if (answer === null) {
    return (
      <p className={classes.quiet}>
        {error === null
          ? 'There is no answer: the model called tools only.'
          : `There is no answer: it failed in ${error.stage}. ${error.message}`}
      </p>
    );
  }
  if (answer.trim() === '') return <p className={classes.quiet}>The answer is empty.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.answer} tabIndex={0} aria-label="Text of the answer" onClickCapture={onClick}>
      <SafeMarkdown text={answer} citations={query.hits.length} />
    </section>
  );
}
