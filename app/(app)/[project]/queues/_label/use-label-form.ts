'use client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Draft, LabelDraft } from '#lib/labelling/schema.ts';
import { useSingleKeys } from '../../../../_components/single-keys.ts';
import { useKeyBindings } from '../../../../_components/use-key-bindings.ts';
import { GRADE_WORDS } from '../../_components/label-words.ts';
import { hitAnchor } from './hit-card.tsx';
import { DOCUMENTS_MODE, LABEL_KEYS, type LabelAction } from './label-keys.ts';
import {
  asksDocuments,
  fails,
  type Grade,
  type LabelSection,
  type LabelState,
  startLabel,
  toDraft,
  toLabel,
  whatIsMissing,
  withFailure,
  withGrade,
  withRestIrrelevant,
} from './label-state.ts';
import type { OpenedQuery } from './labelling-api.ts';
import { useActiveSeconds } from './use-active-seconds.ts';
import { IDEAL_ANSWER_ID, NOTE_ID } from './writing-panel.tsx';

export interface LabelFormInput {
  opened: OpenedQuery;
  draft: Draft | null;
  onChange: (draft: Draft) => void;
  onSubmit: (label: LabelDraft) => void;
  onSkip?: (() => void) | undefined;
  /** Resolves to a sentence if there is nothing that can be taken back. */
  onUndo?: (() => Promise<string | undefined>) | undefined;
}

/** The state of a label that is being given, and `act`, which every key and button of the screen goes through. */
export function useLabelForm({ opened, draft, onChange, onSubmit, onSkip, onUndo }: LabelFormInput) {
  const { query, labelling } = opened;
  const gradeKeys = labelling.gradeKeys;
  const lastHit = query.hits.length - 1;
  const [state, setState] = useState(() => startLabel(labelling, draft));
  const [focused, setFocused] = useState(0);
  const [expanded, setExpanded] = useState<ReadonlySet<number>>(new Set());
  const [asking, setAsking] = useState(false);
  const [missing, setMissing] = useState<{ section: LabelSection; sentence: string }>();
  const [panels, setPanels] = useState({ note: false, guidelines: false, keys: false });
  const [said, setSaid] = useState({ text: '', times: 0 });
  const [singleKeys] = useSingleKeys();
  const seconds = useActiveSeconds(state.activeSeconds);
  const say = (text: string) => setSaid((before) => ({ text, times: before.times + 1 }));

  const entered = useRef(state);
  const keep = useEffectEvent(() => onChange(toDraft({ ...state, activeSeconds: seconds() })));
  useEffect(() => {
    if (entered.current === state) return;
    entered.current = state;
    keep();
  }, [state]);

  const change = (part: Partial<LabelState>) => {
    setMissing(undefined);
    setState((before) => ({ ...before, ...part }));
  };
  const goTo = (hit: number) => {
    setFocused(hit);
    setAsking(false);
    const card = document.getElementById(hitAnchor(hit + 1));
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: 'nearest' });
  };
  const leaveField = () => {
    const active = document.activeElement;
    if (active instanceof HTMLElement) active.blur();
  };

  function grade(hit: number, value: Grade | undefined, goOn: boolean): void {
    const key = gradeKeys[hit];
    if (key === undefined) return say('There is no hit to grade.');
    setState((before) => withGrade(before, key, value));
    const graded = `Hit ${hit + 1} ${value === undefined ? 'ungraded' : `graded ${value}, ${GRADE_WORDS[value]}`}.`;
    if (!goOn) return say(graded);
    if (hit === lastHit) return say(`${graded} It was the last of ${lastHit + 1}.`);
    goTo(hit + 1);
    say(`${graded} Hit ${hit + 2} of ${lastHit + 1}.`);
  }
  function move(by: 1 | -1): void {
    if (lastHit < 0) return say('There are no hits.');
    const to = Math.min(Math.max(focused + by, 0), lastHit);
    goTo(to);
    say(`Hit ${to + 1} of ${lastHit + 1}.`);
  }
  function restIrrelevant(): void {
    const next = withRestIrrelevant(state, gradeKeys);
    const count = next.bulkGrades.length - state.bulkGrades.length;
    change(next);
    if (count > 0) say(`${count} more graded 0, irrelevant. Press i again to undo.`);
    else say(state.bulkGrades.length > 0 ? 'The grades set in bulk are taken away.' : 'Every hit is graded.');
  }
  function chooseVerdict(verdict: NonNullable<LabelState['verdict']>): void {
    change({ verdict });
    const next = { ...state, verdict };
    setAsking(asksDocuments(next) && next.inDocuments === null);
    say(
      fails(next) && next.failure === null ? `${VERDICT_SAID[verdict]} What failed?` : VERDICT_SAID[verdict],
    );
  }
  function chooseFailure(failure: NonNullable<LabelState['failure']>): void {
    if (state.verdict === 'correct' || state.verdict === 'cannot_tell')
      return say('A failure goes with partly or wrong only.');
    change(withFailure(state, failure));
    setAsking(failure === 'missing_knowledge');
    say(
      failure === 'missing_knowledge'
        ? 'Missing knowledge. Is it in the documents? 1 to 4.'
        : FAILURE_SAID[failure],
    );
  }
  function chooseDocuments(inDocuments: NonNullable<LabelState['inDocuments']>, words: string): void {
    change({ inDocuments });
    setAsking(false);
    say(`In the documents: ${words}.`);
  }
  function write(id: string, open: () => void): void {
    open();
    // The field is drawn first.
    requestAnimationFrame(() => document.getElementById(id)?.focus());
  }
  function submit(): void {
    const lacking = whatIsMissing(state);
    if (lacking === undefined) return onSubmit(toLabel({ ...state, activeSeconds: seconds() }, query.answer));
    setMissing(lacking);
    setAsking(lacking.section === 'documents');
    say(lacking.sentence);
    const section = document.getElementById(`ask-${lacking.section}`);
    section?.focus({ preventScroll: true });
    section?.scrollIntoView({ block: 'nearest' });
  }
  function toggle(panel: keyof typeof panels): void {
    setPanels((before) => ({ ...before, [panel]: !before[panel] }));
  }
  function undo(): void {
    if (onUndo === undefined) return;
    void onUndo().then((sentence) => sentence !== undefined && say(sentence));
  }

  function act(action: LabelAction, hit?: number): void {
    const [verb, value = ''] = splitAction(action);
    switch (verb) {
      case 'grade':
        // A digit that answers nothing is a slip while the question about the documents waits.
        if (asking && hit === undefined)
          return say('Is it in the documents? Press 1 to 4, or j to go back to the hits.');
        return grade(hit ?? focused, Number(value) as Grade, hit === undefined);
      case 'verdict':
        return chooseVerdict(value as NonNullable<LabelState['verdict']>);
      case 'failure':
        return chooseFailure(value as NonNullable<LabelState['failure']>);
      case 'documents':
        return chooseDocuments(value as NonNullable<LabelState['inDocuments']>, wordsOfAction(action));
    }
    switch (action) {
      case 'clear-grade':
        return grade(hit ?? focused, undefined, false);
      case 'rest-irrelevant':
        return restIrrelevant();
      case 'nothing-to-find':
        change({ nothingToFind: !state.nothingToFind });
        return say(state.nothingToFind ? 'Something should be found.' : 'No document should answer this.');
      case 'next-hit':
        return move(1);
      case 'previous-hit':
        return move(-1);
      case 'expand-hit':
        return setExpanded((before) => toggled(before, hit ?? focused));
      case 'ideal-answer':
        return write(IDEAL_ANSWER_ID, () => change({ idealAnswer: state.idealAnswer ?? query.answer ?? '' }));
      case 'note':
        return write(NOTE_ID, () => setPanels((before) => ({ ...before, note: true })));
      case 'submit':
        return submit();
      case 'skip':
        return onSkip?.();
      case 'undo':
        return undo();
      case 'guidelines':
        return toggle('guidelines');
      case 'keys':
        return toggle('keys');
    }
  }

  useKeyBindings(LABEL_KEYS, { mode: asking ? DOCUMENTS_MODE : undefined, singleKeys, act });
  return {
    state,
    focused,
    setFocused,
    expanded,
    asking,
    missing,
    panels,
    toggle,
    said,
    act,
    change,
    leaveField,
    goTo,
  };
}

function toggled(set: ReadonlySet<number>, value: number): Set<number> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}

const VERDICT_SAID = { correct: 'Correct.', partly: 'Partly.', wrong: 'Wrong.', cannot_tell: 'Cannot tell.' };
const FAILURE_SAID = {
  wrong_format: 'Wrong format.',
  weak_reasoning: 'Weak reasoning.',
  unclear: 'Unclear.',
};

function splitAction(action: LabelAction): [string, string?] {
  const dash = action.indexOf('-');
  const verb = dash === -1 ? action : action.slice(0, dash);
  return ['grade', 'verdict', 'failure', 'documents'].includes(verb)
    ? [verb, action.slice(dash + 1)]
    : [action];
}

function wordsOfAction(action: LabelAction): string {
  return LABEL_KEYS.find((binding) => binding.action === action)?.label ?? action;
}
