'use client';
import { NativeSelect } from '@mantine/core';
import { IN_DOCUMENTS } from '#lib/labelling/schema.ts';
import { FAILURES, type Failure, VERDICTS } from '#lib/query-log/schema.ts';
import { DETAIL_WORDS, FAILURE_WORDS, wordsOf } from '../../_components/label-words.ts';
import { ChoiceButton } from './choice-button.tsx';
import classes from './label.module.css';
import type { LabelAction } from './label-keys.ts';
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
}

/** The verdict and, where the answer fails, why. The failure's place is always there, so that nothing jumps. */
export function VerdictPanel({ state, asking, suggestion, missing, act, change }: PanelProps) {
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
      <Question id="failure" words="What failed? The first that holds." missing={missing === 'failure'}>
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
      {suggestion !== undefined && (
        <p className={classes.suggestion}>
          {`Suggested: ${FAILURE_WORDS[suggestion.failure].toLowerCase()}, because ${suggestion.because}.`}
        </p>
      )}
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
      {failing && state.failure !== null && <FinerFailure state={state} change={change} />}
    </>
  );
}

function FinerFailure({ state, change }: Pick<PanelProps, 'state' | 'change'>) {
  const details = detailsOf(state.failure);
  return (
    <div className={classes.finer}>
      {details.length > 0 && (
        <NativeSelect
          label="Detail (optional)"
          size="sm"
          value={state.detail ?? ''}
          onChange={(event) => change({ detail: event.currentTarget.value || null })}
          data={[
            { value: '', label: '' },
            ...details.map((value) => ({ value, label: wordsOf(DETAIL_WORDS, value) })),
          ]}
        />
      )}
      <NativeSelect
        label="Also failed (optional)"
        size="sm"
        value={state.secondaryFailure ?? ''}
        onChange={(event) =>
          change({ secondaryFailure: FAILURES.find((value) => value === event.currentTarget.value) ?? null })
        }
        data={[
          { value: '', label: '' },
          ...FAILURE_ORDER.filter((value) => value !== state.failure && value !== 'unclear').map((value) => ({
            value,
            label: FAILURE_WORDS[value],
          })),
        ]}
      />
    </div>
  );
}

function Question({
  id,
  words,
  missing,
  children,
}: {
  id: LabelSection;
  words: string;
  missing: boolean;
  children: React.ReactNode;
}) {
  return (
    <fieldset
      id={`ask-${id}`}
      tabIndex={-1}
      className={`${classes.plain} ${classes.section} ${missing ? classes.missing : ''}`}
    >
      <legend className={classes.legend}>{words}</legend>
      <div className={classes.choices}>{children}</div>
    </fieldset>
  );
}
