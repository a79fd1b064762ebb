'use client';
import { Textarea } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { ActionButton } from './action-button.tsx';
import classes from './label.module.css';
import type { LabelAction } from './label-keys.ts';
import type { LabelState } from './label-state.ts';

interface WritingProps {
  state: LabelState;
  noteOpen: boolean;
  act: (action: LabelAction) => void;
  change: (part: Partial<LabelState>) => void;
  /** Gives the focus back to the page, so that single keys count again. */
  leave: () => void;
}

export const IDEAL_ANSWER_ID = 'ideal-answer';
export const NOTE_ID = 'note';

/** The ideal answer, which starts from the logged one, and a note. */
export function WritingPanel({ state, noteOpen, act, change, leave }: WritingProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    leave();
  };
  return (
    <div className={classes.writing}>
      {state.idealAnswer === null ? (
        <ActionButton action="ideal-answer" words="Write the ideal answer" act={act} />
      ) : (
        <div>
          <Textarea
            id={IDEAL_ANSWER_ID}
            label="Ideal answer"
            description="It becomes training data: right, and resting on the documents."
            autosize
            minRows={4}
            maxRows={16}
            dir="auto"
            value={state.idealAnswer}
            onChange={(event) => change({ idealAnswer: event.currentTarget.value })}
            onKeyDown={onKeyDown}
          />
          <button
            type="button"
            className={classes.fold}
            onClick={() => {
              change({ idealAnswer: null });
              leave();
            }}
          >
            Discard the ideal answer
          </button>
        </div>
      )}
      {state.note === '' && !noteOpen ? (
        <ActionButton action="note" words="Add a note" act={act} />
      ) : (
        <Textarea
          id={NOTE_ID}
          label="Note"
          autosize
          minRows={2}
          maxRows={8}
          dir="auto"
          value={state.note}
          onChange={(event) => change({ note: event.currentTarget.value })}
          onKeyDown={onKeyDown}
        />
      )}
    </div>
  );
}
