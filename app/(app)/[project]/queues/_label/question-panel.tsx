'use client';
import { VisuallyHidden } from '@mantine/core';
import { memo, useId } from 'react';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { NO_QUESTION } from '../../_components/question-text.ts';
import { part } from './form-parts.ts';
import classes from './label.module.css';
import { earlierTurns } from './prompt-turns.ts';

const ROLE_WORDS: Record<string, string> = {
  system: 'System',
  user: 'User',
  assistant: 'Assistant',
  tool: 'Tool',
  developer: 'Developer',
};

/**
 * The question, what was searched if that differs, and the turns before it, folded. Its heading gets the focus when
 * a query appears, so what is `announced` is read there.
 */
export const QuestionPanel = memo(function QuestionPanel({
  query,
  announced,
}: {
  query: QueryDetail;
  announced: string;
}) {
  const id = useId();
  const turns = earlierTurns(query.messages);
  const searched = query.retrievalQuery;
  return (
    <section className={classes.section} aria-labelledby={id}>
      <h2 id={id} {...part('question')} tabIndex={-1}>
        <VisuallyHidden>{announced} </VisuallyHidden>
        Question
      </h2>
      <div className={classes.question} dir="auto">
        {query.question.trim() === '' ? <em>{NO_QUESTION}</em> : query.question}
      </div>
      {searched !== null && searched !== '' && searched !== query.question && (
        <p className={classes.searched}>
          <span className={classes.quiet}>Searched for: </span>
          <bdi>{searched}</bdi>
        </p>
      )}
      {turns.length > 0 && (
        <details className={classes.turns}>
          <summary>{countOf(turns.length, 'earlier message')}</summary>
          {turns.map((turn, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the turns of a logged prompt never change places
            <div key={i} className={classes.turn}>
              <div className={classes.quiet}>{ROLE_WORDS[turn.role] ?? turn.role}</div>
              <div dir="auto">{turn.text}</div>
            </div>
          ))}
        </details>
      )}
    </section>
  );
});
