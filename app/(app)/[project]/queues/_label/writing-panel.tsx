'use client';
import { Textarea } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';
import { ActionButton } from './action-button.tsx';
import { part } from './form-parts.ts';
import classes from './label.module.css';
import type { LabelAsks } from './label-asks.ts';
import type { LabelAction } from './label-keys.ts';
import type { LabelState } from './label-state.ts';
import { WordDifference } from './word-difference.tsx';

/** The ideal answer, which starts from the logged one and shows the difference, a note, and a flag for others. */
export function WritingPanel({
  state,
  asks,
  loggedAnswer,
  noteOpen,
  flagMissing,
  act,
  change,
  leave,
  children,
}: {
  state: LabelState;
  asks: LabelAsks;
  loggedAnswer: string;
  noteOpen: boolean;
  /** Whether the flag's reason is what stands in the way of submitting. */
  flagMissing: boolean;
  act: (action: LabelAction) => void;
  change: (part: Partial<LabelState>) => void;
  /** Gives the focus back to the page, so that single keys count again. */
  leave: () => void;
  children: ReactNode;
}) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    leave();
  };
  const field = { autosize: true, dir: 'auto', onKeyDown } as const;
  const { idealAnswer, note, flag } = state;
  return (
    <div className={classes.writing}>
      {asks.idealAnswer && idealAnswer === null && (
        <ActionButton action="ideal-answer" words="Write the ideal answer" act={act} />
      )}
      {asks.idealAnswer && idealAnswer !== null && (
        <div>
          <Textarea
            {...field}
            {...part('ideal-answer')}
            label="Ideal answer"
            description="It becomes training data: right, and resting on the documents."
            minRows={4}
            maxRows={16}
            value={idealAnswer}
            onChange={(event) => change({ idealAnswer: event.currentTarget.value })}
          />
          <WordDifference from={loggedAnswer} to={idealAnswer} />
          <Discard
            words="Discard the ideal answer"
            onClick={() => {
              change({ idealAnswer: null });
              leave();
            }}
          />
        </div>
      )}
      {children}
      {asks.note && note === '' && !noteOpen && <ActionButton action="note" words="Add a note" act={act} />}
      {asks.note && (note !== '' || noteOpen) && (
        <Textarea
          {...field}
          {...part('note')}
          label="Note"
          minRows={2}
          maxRows={8}
          maxLength={10_000}
          value={note}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
      )}
      {!asks.flag ? null : flag === null ? (
        <ActionButton action="flag" words="Flag it" act={act} />
      ) : (
        <div
          {...part('ask-flag')}
          tabIndex={-1}
          className={`${classes.asks} ${flagMissing ? classes.missing : ''}`}
        >
          <Textarea
            {...field}
            {...part('flag')}
            label="Flag: why should somebody else decide?"
            minRows={1}
            maxRows={6}
            maxLength={1000}
            value={flag}
            onChange={(event) => change({ flag: event.currentTarget.value })}
          />
          <Discard
            words="Take the flag off"
            onClick={() => {
              change({ flag: null });
              leave();
            }}
          />
        </div>
      )}
    </div>
  );
}

function Discard({ words, onClick }: { words: string; onClick: () => void }) {
  return (
    <button type="button" className={classes.fold} onClick={onClick}>
      {words}
    </button>
  );
}
