'use client';
import { NativeSelect } from '@mantine/core';
import { type KeyboardEvent, memo, useContext } from 'react';
import { IN_DOCUMENTS } from '#lib/labelling/schema.ts';
import { FAILURES, type Failure, VERDICTS } from '#lib/query-log/schema.ts';
import { KeyBadge } from '../../../../_components/key-badge.tsx';
import { DETAIL_WORDS, FAILURE_WORDS, wordsOf } from '../../_components/label-words.ts';
import { ChoiceButton } from './choice-button.tsx';
import { part } from './form-parts.ts';
import { KeysShown } from './keys-shown.ts';
import classes from './label.module.css';
import { keyOf, type LabelAction } from './label-keys.ts';
import { asksDocuments, detailsOf, type LabelSection, type LabelState } from './label-state.ts';
import type { Suggestion } from './label-suggestion.ts';

const VERDICT_CHOICES = {
  correct: 'Correct',
  partly: 'Partly',
  wrong: 'Wrong',
  cannot_tell: 'Cannot tell',
} as const;
const DOCUMENTS_CHOICES = {
  no: 'No',
  yes_not_found: 'Yes, not found',
  yes_broken: 'Yes, but the piece is broken',
  unknown: 'Don’t know',
} as const;
/** In the order in which the guidelines ask. */
const FAILURE_ORDER: readonly Failure[] = ['missing_knowledge', 'weak_reasoning', 'wrong_format', 'unclear'];

interface PanelProps {
  state: LabelState;
  /** Whether the digits answer "Is it in the documents?" at this moment. */
  asking: boolean;
  suggestion: Suggestion | undefined;
  missing: LabelSection | undefined;
  act: (action: LabelAction) => void;
  change: (part: Partial<LabelState>) => void;
  /** Gives the focus back to the page, so that single keys count again. */
  leave: () => void;
}

/** The verdict and, where the answer fails, why. The failure's place is always there, so that nothing jumps. */
export function VerdictPanel({ state, asking, suggestion, missing, act, change, leave }: PanelProps) {
  const failing = state.verdict !== 'correct' && state.verdict !== 'cannot_tell';
  return (
    <>
      <Question id="verdict" words="Is the answer correct?" missing={missing === 'verdict'}>
        {VERDICTS.map((verdict) => (
          <ChoiceButton
            key={verdict}
            action={`verdict-${verdict}`}
            words={VERDICT_CHOICES[verdict]}
            on={state.verdict === verdict}
            act={act}
          />
        ))}
      </Question>
      <Question
        id="failure"
        words="What failed? The first that holds."
        missing={missing === 'failure'}
        note={
          suggestion &&
          `Suggested: ${FAILURE_WORDS[suggestion.failure].toLowerCase()}, because ${suggestion.because}.`
        }
      >
        {FAILURE_ORDER.map((failure) => (
          <ChoiceButton
            key={failure}
            action={`failure-${failure}`}
            words={FAILURE_WORDS[failure]}
            on={failing && state.failure === failure}
            suggested={suggestion?.failure === failure}
            disabled={!failing}
            act={act}
          />
        ))}
      </Question>
      {asksDocuments(state) && (
        <div className={classes.asked}>
          <Question id="documents" words="Is it in the documents?" missing={missing === 'documents'}>
            {IN_DOCUMENTS.map((answer) => (
              <ChoiceButton
                key={answer}
                action={`documents-${answer}`}
                words={DOCUMENTS_CHOICES[answer]}
                on={state.inDocuments === answer}
                badge={asking}
                act={act}
              />
            ))}
          </Question>
        </div>
      )}
      {failing && state.failure !== null && (
        <FinerFailure
          failure={state.failure}
          secondary={state.secondaryFailure}
          detail={state.detail}
          change={change}
          leave={leave}
        />
      )}
    </>
  );
}

const FinerFailure = memo(function FinerFailure({
  failure,
  secondary,
  detail,
  change,
  leave,
}: Pick<PanelProps, 'change' | 'leave'> & {
  failure: Failure;
  secondary: Failure | null;
  detail: string | null;
}) {
  const details = detailsOf(failure);
  const singleKeys = useContext(KeysShown);
  /** Enter chooses and does not submit. The list may be open: it takes the key first, and is left after that. */
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === 'Escape') requestAnimationFrame(leave);
  };
  return (
    <div {...part('ask-detail')} className={`${classes.finer} ${classes.asks}`}>
      {details.length > 0 && (
        <NativeSelect
          {...part('detail')}
          label={<>Detail (optional) {singleKeys && <KeyBadge name={keyOf('detail')} />}</>}
          onKeyDown={onKeyDown}
          size="sm"
          value={detail ?? ''}
          onChange={(event) => change({ detail: event.currentTarget.value || null })}
          data={[
            { value: '', label: '' },
            ...details.map((value) => ({ value, label: wordsOf(DETAIL_WORDS, value) })),
          ]}
        />
      )}
      <NativeSelect
        label="Also failed (optional)"
        onKeyDown={onKeyDown}
        size="sm"
        value={secondary ?? ''}
        onChange={(event) =>
          change({ secondaryFailure: FAILURES.find((value) => value === event.currentTarget.value) ?? null })
        }
        data={[
          { value: '', label: '' },
          ...FAILURE_ORDER.filter((value) => value !== failure && value !== 'unclear').map((value) => ({
            value,
            label: FAILURE_WORDS[value],
          })),
        ]}
      />
    </div>
  );
});

function Question({
  id,
  words,
  missing,
  note,
  children,
}: {
  id: LabelSection;
  words: string;
  missing: boolean;
  /** Below the choices. */
  note?: string | undefined;
  children: React.ReactNode;
}) {
  return (
    <fieldset
      {...part(`ask-${id}`)}
      tabIndex={-1}
      className={`${classes.plain} ${classes.asks} ${missing ? classes.missing : ''}`}
    >
      <legend className={classes.legend}>{words}</legend>
      <div className={classes.choices}>{children}</div>
      {note !== undefined && <p className={classes.suggestion}>{note}</p>}
    </fieldset>
  );
}
