'use client';
import { VisuallyHidden } from '@mantine/core';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { termsOf } from '../../../../_components/matched-terms.ts';
import { SafeMarkdown } from '../../../../_components/safe-markdown.tsx';
import { ActionButton } from './action-button.tsx';
import { AnswerPanel } from './answer-panel.tsx';
import { HitsPanel } from './hits-panel.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import classes from './label.module.css';
import { contradiction } from './label-state.ts';
import { QuestionPanel } from './question-panel.tsx';
import { type LabelFormInput, useLabelForm } from './use-label-form.ts';
import { VerdictPanel } from './verdict-panel.tsx';
import { WritingPanel } from './writing-panel.tsx';

/**
 * The screen on which one query is labelled: hits on the left, answer and verdict on the right. It knows nothing
 * of queues; give it a new `key` for another query.
 */
export function LabelForm({
  header,
  notice,
  submitWords,
  announced,
  mayUndo = false,
  ...input
}: LabelFormInput & {
  header: ReactNode;
  notice?: ReactNode;
  submitWords: string;
  mayUndo?: boolean;
  /** Said to screen readers when the query appears. */
  announced: string;
}) {
  const { query, labelling } = input.opened;
  const form = useLabelForm(input);
  const { state, act } = form;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  const terms = useMemo(() => termsOf(`${query.question}\n${query.retrievalQuery ?? ''}`), [query]);
  const contradicted = contradiction(state);

  return (
    <div className={classes.screen}>
      <div className={classes.header}>
        {header}
        <ActionButton action="guidelines" words="Guidelines" expanded={form.panels.guidelines} act={act} />
        <ActionButton action="keys" words="Keys" act={act} />
      </div>
      <div className={classes.columns}>
        <div className={classes.side}>
          {notice}
          {labelling.own !== null && (
            <p className={classes.again}>You labelled this query before; submitting revises your label.</p>
          )}
          <QuestionPanel query={query} announced={announced} ref={heading} />
          <HitsPanel query={query} labelling={labelling} terms={terms} form={form} />
        </div>
        <div className={`${classes.side} ${classes.judge}`}>
          {form.panels.guidelines && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
            <section className={classes.guidelines} aria-label="Guidelines" tabIndex={0}>
              <SafeMarkdown text={labelling.guidelines.text} />
            </section>
          )}
          <AnswerPanel query={query} onCitation={form.goTo} />
          <VerdictPanel
            state={state}
            asking={form.asking}
            missing={form.missing?.section}
            act={act}
            change={form.change}
          />
          <WritingPanel
            state={state}
            noteOpen={form.panels.note}
            act={act}
            change={form.change}
            leave={form.leaveField}
          />
          <div className={classes.actions}>
            {form.missing !== undefined && <div className={classes.alert}>{form.missing.sentence}</div>}
            {contradicted !== undefined && (
              <div className={classes.alert}>{contradicted} You may submit it so; it will be flagged.</div>
            )}
            <div className={classes.actionRow}>
              {input.onUndo !== undefined && (
                <ActionButton action="undo" words="Undo" disabled={!mayUndo} act={act} />
              )}
              {input.onSkip !== undefined && <ActionButton action="skip" words="Skip" act={act} />}
              <ActionButton action="submit" words={submitWords} strong act={act} />
            </div>
          </div>
        </div>
      </div>
      <VisuallyHidden role="status" aria-live="polite">
        {`${form.said.text}${form.said.times % 2 === 0 ? '\u00a0' : ''}`}
      </VisuallyHidden>
      <KeysDialog opened={form.panels.keys} onClose={() => form.toggle('keys')} />
    </div>
  );
}
