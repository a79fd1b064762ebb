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
    if (key === undefined) {
      say('There is no hit to grade.');
      return;
    }
    setState((before) => withGrade(before, key, value));
    const graded = `Hit ${hit + 1} ${value === undefined ? 'ungraded' : `graded ${value}, ${GRADE_WORDS[value]}`}.`;
    if (!goOn) say(graded);
    else if (hit === lastHit) say(`${graded} It was the last of ${lastHit + 1}.`);
    else {
      goTo(hit + 1);
      say(`${graded} Hit ${hit + 2} of ${lastHit + 1}.`);
    }
  }
  function move(by: 1 | -1): void {
    if (lastHit < 0) {
      say('There are no hits.');
      return;
    }
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
    if (state.verdict === 'correct' || state.verdict === 'cannot_tell') {
      say('A failure goes with partly or wrong only.');
      return;
    }
    change(withFailure(state, failure));
    setAsking(failure === 'missing_knowledge');
    say(
      failure === 'missing_knowledge'
        ? 'Missing knowledge. Is it in the documents? 1 to 4.'
        : FAILURE_SAID[failure],
    );
  }
  function chooseDocuments(inDocuments: NonNullable<LabelState['inDocuments']>): void {
    change({ inDocuments });
    setAsking(false);
    say(`In the documents: ${labelOf(`documents-${inDocuments}`)}.`);
  }
  function submit(): void {
    const lacking = whatIsMissing(state);
    if (lacking === undefined) {
      onSubmit(toLabel({ ...state, activeSeconds: seconds() }, query.answer));
      return;
    }
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
  const gradeAs = (value: Grade) => (hit?: number) => {
    if (hit !== undefined) grade(hit, value, false);
    // A digit that answers nothing is a slip while the question about the documents waits.
    else if (asking) say('Is it in the documents? Press 1 to 4, or j to go back to the hits.');
    else grade(focused, value, true);
  };
  const handlers: Record<LabelAction, (hit?: number) => void> = {
    'grade-0': gradeAs(0),
    'grade-1': gradeAs(1),
    'grade-2': gradeAs(2),
    'grade-3': gradeAs(3),
    'clear-grade': (hit) => grade(hit ?? focused, undefined, false),
    'rest-irrelevant': restIrrelevant,
    'nothing-to-find': () => {
      change({ nothingToFind: !state.nothingToFind });
      say(state.nothingToFind ? 'Something should be found.' : 'No document should answer this.');
    },
    'next-hit': () => move(1),
    'previous-hit': () => move(-1),
    'expand-hit': (hit) => setExpanded((before) => toggled(before, hit ?? focused)),
    'verdict-correct': () => chooseVerdict('correct'),
    'verdict-partly': () => chooseVerdict('partly'),
    'verdict-wrong': () => chooseVerdict('wrong'),
    'verdict-cannot_tell': () => chooseVerdict('cannot_tell'),
    'failure-missing_knowledge': () => chooseFailure('missing_knowledge'),
    'failure-wrong_format': () => chooseFailure('wrong_format'),
    'failure-weak_reasoning': () => chooseFailure('weak_reasoning'),
    'failure-unclear': () => chooseFailure('unclear'),
    'documents-no': () => chooseDocuments('no'),
    'documents-yes_not_found': () => chooseDocuments('yes_not_found'),
    'documents-yes_broken': () => chooseDocuments('yes_broken'),
    'documents-unknown': () => chooseDocuments('unknown'),
    'ideal-answer': () => {
      change({ idealAnswer: state.idealAnswer ?? query.answer ?? '' });
      focusSoon(IDEAL_ANSWER_ID);
    },
    note: () => {
      setPanels((before) => ({ ...before, note: true }));
      focusSoon(NOTE_ID);
    },
    submit,
    skip: () => onSkip?.(),
    undo: () => {
      void onUndo?.().then((sentence) => {
        if (sentence !== undefined) say(sentence);
      });
    },
    guidelines: () => toggle('guidelines'),
    keys: () => toggle('keys'),
  };
  const act = (action: LabelAction, hit?: number) => handlers[action](hit);

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

function labelOf(action: LabelAction): string {
  return LABEL_KEYS.find((binding) => binding.action === action)?.label ?? action;
}

/** Moves the focus into a field that is about to be drawn. */
function focusSoon(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}
