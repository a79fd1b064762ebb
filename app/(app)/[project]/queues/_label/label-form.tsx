'use client';
import { VisuallyHidden } from '@mantine/core';
import { type ReactNode, useCallback, useEffect } from 'react';
import type { KeyBinding } from '../../../../_components/key-bindings.ts';
import { SafeMarkdown } from '../../../../_components/safe-markdown.tsx';
import { ActionButton } from './action-button.tsx';
import { AnswerPanel } from './answer-panel.tsx';
import type { LabelFormInput } from './form-controls.ts';
import { findPart, leaveField } from './form-parts.ts';
import { HitsPanel } from './hits-panel.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { KeysShown } from './keys-shown.ts';
import classes from './label.module.css';
import { DOCUMENTS_MODE, SKIP_MODE } from './label-keys.ts';
import { contradiction } from './label-state.ts';
import { suggestionOf } from './label-suggestion.ts';
import { MachineFacts } from './machine-facts.tsx';
import { MissingDocument } from './missing-document.tsx';
import { QuestionPanel } from './question-panel.tsx';
import { SkipPanel } from './skip-panel.tsx';
import { useLabelForm } from './use-label-form.ts';
import { VerdictPanel } from './verdict-panel.tsx';
import { WritingPanel } from './writing-panel.tsx';

const NO_KEYS: readonly KeyBinding[] = [];

/**
 * The screen on which one query is labelled: hits on the left, answer and verdict on the right. It knows nothing
 * of queues; give it a new `key` for another query.
 */
export function LabelForm({
  project,
  header,
  notice,
  submitWords,
  announced,
  mayUndo = false,
  evidence,
  evidenceKeys = NO_KEYS,
  showsKeys = true,
  ...input
}: LabelFormInput & {
  project: string;
  header: ReactNode;
  notice?: ReactNode;
  submitWords: string;
  mayUndo?: boolean;
  /** What is known of the query beside itself, between question and hits; `evidenceKeys` are its own keys. */
  evidence?: ReactNode;
  evidenceKeys?: readonly KeyBinding[];
  /** Whether the form's buttons name their keys: not while the evidence has the same ones. */
  showsKeys?: boolean;
  /** Said to screen readers when the query appears. */
  announced: string;
}) {
  const { asks, opened } = input;
  const { query, labelling } = opened;
  const form = useLabelForm(input);
  const { root, state, act, change } = form;
  useEffect(() => {
    findPart(root, 'question')?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [root]);
  const nameMissing = useCallback(
    (chunk: string | null) => change({ missingDocument: chunk === null ? null : { chunk } }),
    [change],
  );
  const { toggle } = form;
  const closeKeys = useCallback(() => toggle('keys'), [toggle]);
  const contradicted = contradiction(state);

  return (
    <KeysShown value={form.singleKeys && showsKeys}>
      <div className={classes.screen} ref={root}>
        <div className={classes.header}>
          {header}
          {input.onHistory !== undefined && <ActionButton action="history" words="My last" act={act} />}
          <ActionButton action="guidelines" words="Guidelines" expanded={form.panels.guidelines} act={act} />
          <ActionButton action="keys" words="Keys" act={act} />
        </div>
        <div className={classes.columns}>
          <div className={classes.side}>
            {notice}
            {labelling.own !== null && (
              <p className={classes.again}>You labelled this query before; submitting revises your label.</p>
            )}
            <QuestionPanel query={query} announced={announced} />
            {evidence}
            <HitsPanel query={query} labelling={labelling} asks={asks} form={form} />
          </div>
          <div className={`${classes.side} ${classes.judge}`}>
            {form.panels.guidelines && (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
              <section className={classes.guidelines} aria-label="Guidelines" tabIndex={0}>
                <p className={classes.quiet}>{`Version ${labelling.guidelines.version}`}</p>
                <SafeMarkdown text={labelling.guidelines.text} />
              </section>
            )}
            <AnswerPanel query={query} onCitation={form.goTo} />
            <MachineFacts query={query} hidden={asks.hidesMachine} />
            <VerdictPanel
              state={state}
              asking={form.mode === DOCUMENTS_MODE}
              suggestion={asks.suggests ? suggestionOf(query, state, labelling.gradeKeys) : undefined}
              missing={form.missing?.section}
              act={act}
              change={change}
              leave={leaveField}
            />
            <WritingPanel
              state={state}
              asks={asks}
              loggedAnswer={query.answer ?? ''}
              noteOpen={form.panels.note}
              flagMissing={form.missing?.section === 'flag'}
              act={act}
              change={change}
              leave={leaveField}
            >
              <MissingDocument
                project={project}
                chosen={state.missingDocument?.chunk}
                opened={form.panels.missing}
                act={act}
                onChoose={nameMissing}
                leave={leaveField}
              />
            </WritingPanel>
            <div className={classes.actions}>
              {form.missing !== undefined && <div className={classes.alert}>{form.missing.sentence}</div>}
              {contradicted !== undefined && (
                <div className={classes.alert}>{contradicted} You may submit it so; it will be flagged.</div>
              )}
              {form.mode === SKIP_MODE ? (
                <SkipPanel act={act} />
              ) : (
                <div className={classes.actionRow}>
                  {input.onUndo !== undefined && (
                    <ActionButton action="undo" words="Undo" disabled={!mayUndo} act={act} />
                  )}
                  {input.onSkip !== undefined && <ActionButton action="skip" words="Skip" act={act} />}
                  <ActionButton action="submit" words={submitWords} strong act={act} />
                </div>
              )}
            </div>
          </div>
        </div>
        <VisuallyHidden role="status" aria-live="polite">
          {`${form.said.text}${form.said.times % 2 === 0 ? '\u00a0' : ''}`}
        </VisuallyHidden>
        <KeysDialog
          opened={form.panels.keys}
          singleKeys={form.singleKeys}
          onSingleKeys={form.setSingleKeys}
          onClose={closeKeys}
          more={evidenceKeys}
        />
      </div>
    </KeysShown>
  );
}
