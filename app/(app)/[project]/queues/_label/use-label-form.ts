'use client';
import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import type { Draft, LabelDraft } from '#lib/labelling/schema.ts';
import { useSingleKeys } from '../../../../_components/single-keys.ts';
import { useKeyBindings } from '../../../../_components/use-key-bindings.ts';
import { GRADE_WORDS } from '../../_components/label-words.ts';
import { type FormPart, findPart, focusSoon, showSoon } from './form-parts.ts';
import { isVerdictOnly, type LabelAsks } from './label-asks.ts';
import {
  DOCUMENTS_MODE,
  LABEL_KEYS,
  type LabelAction,
  labelOf,
  SKIP_MODE,
  type SkipReason,
} from './label-keys.ts';
import {
  askedNext,
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

export interface LabelFormInput {
  opened: OpenedQuery;
  asks: LabelAsks;
  draft: Draft | null;
  onChange: (draft: Draft) => void;
  onSubmit: (label: LabelDraft) => void;
  onSkip?: ((reason: string | undefined) => void) | undefined;
  /** Asks for confirmation first. */
  onRemove?: (() => void) | undefined;
  onHistory?: (() => void) | undefined;
  /** Resolves to a sentence if there is nothing that can be taken back. */
  onUndo?: (() => Promise<string | undefined>) | undefined;
}

/** The state of a label that is being given, and `act`, which every key and button of the screen goes through. */
export function useLabelForm({
  opened,
  asks,
  draft,
  onChange,
  onSubmit,
  onSkip,
  onRemove,
  onHistory,
  onUndo,
}: LabelFormInput) {
  const { query, labelling } = opened;
  const gradeKeys = labelling.gradeKeys;
  const lastHit = query.hits.length - 1;
  const [state, setState] = useState(() => startLabel(labelling, draft));
  const [focused, setFocused] = useState(0);
  const [expanded, setExpanded] = useState<ReadonlySet<number>>(new Set());
  const [mode, setMode] = useState<typeof DOCUMENTS_MODE | typeof SKIP_MODE>();
  const [missing, setMissing] = useState<{ section: LabelSection; sentence: string }>();
  const [panels, setPanels] = useState({ note: false, missing: false, guidelines: false, keys: false });
  const [said, setSaid] = useState({ text: '', times: 0 });
  const [singleKeys, setSingleKeys] = useSingleKeys();
  const seconds = useActiveSeconds(state.activeSeconds);
  const root = useRef<HTMLDivElement>(null);
  const say = useCallback((text: string) => setSaid((before) => ({ text, times: before.times + 1 })), []);

  const entered = useRef(state);
  const keep = useEffectEvent(() => onChange(toDraft({ ...state, activeSeconds: seconds() })));
  useEffect(() => {
    if (entered.current === state) return;
    entered.current = state;
    keep();
  }, [state]);

  const change = useCallback((part: Partial<LabelState>) => {
    setMissing(undefined);
    setState((before) => ({ ...before, ...part }));
  }, []);
  const toggle = useCallback(
    (panel: keyof typeof panels) => setPanels((before) => ({ ...before, [panel]: !before[panel] })),
    [],
  );
  const goTo = useCallback((hit: number) => {
    setFocused(hit);
    setMode(undefined);
    // After React has drawn the change: the browser lays the page out once, and not before and after.
    queueMicrotask(() => {
      const card = findPart(root, `hit-${hit + 1}`);
      card?.focus({ preventScroll: true });
      card?.scrollIntoView({ block: 'nearest' });
    });
  }, []);

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
  /** Takes over what was chosen; where nothing else is asked, a complete label goes at once. */
  function choose(next: LabelState, words: string): void {
    change(next);
    const waits = asksDocuments(next) && next.inDocuments === null;
    setMode(waits ? DOCUMENTS_MODE : undefined);
    say(words);
    const asked = askedNext(next);
    if (isVerdictOnly(asks) && whatIsMissing(next) === undefined) send(next);
    else if (asked !== undefined) showSoon(root, asked);
  }
  function chooseVerdict(verdict: NonNullable<LabelState['verdict']>): void {
    const next = { ...state, verdict };
    const words = `${labelOf(`verdict-${verdict}`)}.`;
    choose(next, fails(next) && next.failure === null ? `${words} What failed?` : words);
  }
  function chooseFailure(failure: NonNullable<LabelState['failure']>): void {
    if (state.verdict === 'correct' || state.verdict === 'cannot_tell') {
      say('A failure goes with partly or wrong only.');
      return;
    }
    const words = `${labelOf(`failure-${failure}`)}.`;
    const asksMore = failure === 'missing_knowledge';
    choose(withFailure(state, failure), asksMore ? `${words} Is it in the documents? 1 to 4.` : words);
  }
  function chooseDocuments(inDocuments: NonNullable<LabelState['inDocuments']>): void {
    choose({ ...state, inDocuments }, `In the documents: ${labelOf(`documents-${inDocuments}`)}.`);
  }
  function send(label: LabelState): void {
    onSubmit(toLabel({ ...label, activeSeconds: seconds() }, query.answer));
  }
  function submit(): void {
    const lacking = whatIsMissing(state);
    if (lacking === undefined) {
      send(state);
      return;
    }
    setMissing(lacking);
    setMode(lacking.section === 'documents' ? DOCUMENTS_MODE : undefined);
    say(lacking.sentence);
    findPart(root, `ask-${lacking.section}`)?.focus({ preventScroll: true });
    showSoon(root, lacking.section);
  }
  function skip(): void {
    if (onSkip !== undefined && mode === SKIP_MODE) onSkip(undefined);
    else if (onSkip !== undefined) {
      setMode(SKIP_MODE);
      say('Why do you skip it? 1 to 5, s without a reason, Escape to stay.');
    }
  }
  const skipFor = (reason: SkipReason) => () => onSkip?.(labelOf(`skip-${reason}`));
  function open(panel: 'note' | 'missing', field: FormPart): void {
    setPanels((before) => ({ ...before, [panel]: true }));
    focusSoon(root, field);
  }
  const gradeAs = (value: Grade) => (hit?: number) => {
    if (!asks.grades) say('This queue asks for no grades.');
    else if (hit !== undefined) grade(hit, value, false);
    // A digit that answers nothing is a slip while a question waits for one.
    else if (mode === DOCUMENTS_MODE)
      say('Is it in the documents? Press 1 to 4, or j to go back to the hits.');
    else if (mode === SKIP_MODE) say('Why do you skip it? Press 1 to 5, or Escape to stay.');
    else grade(focused, value, true);
  };
  const handlers: Record<LabelAction, (hit?: number) => void> = {
    'grade-0': gradeAs(0),
    'grade-1': gradeAs(1),
    'grade-2': gradeAs(2),
    'grade-3': gradeAs(3),
    'clear-grade': (hit) => grade(hit ?? focused, undefined, false),
    'rest-irrelevant': () => (asks.grades ? restIrrelevant() : say('This queue asks for no grades.')),
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
    detail: () => {
      const field = findPart(root, 'detail');
      if (field === null) {
        say(fails(state) ? 'There is no detail to this failure.' : 'A detail goes with a failure.');
        return;
      }
      field.focus({ preventScroll: true });
      showSoon(root, 'detail');
    },
    'ideal-answer': () => {
      if (!asks.idealAnswer) {
        say('This queue asks for no ideal answer.');
        return;
      }
      change({ idealAnswer: state.idealAnswer ?? query.answer ?? '' });
      focusSoon(root, 'ideal-answer');
    },
    'missing-document': () => open('missing', 'missing-document'),
    note: () => (asks.note ? open('note', 'note') : say('This queue asks for no note.')),
    flag: () => {
      if (!asks.flag) {
        say('You are the one who decides.');
        return;
      }
      change({ flag: state.flag ?? '' });
      focusSoon(root, 'flag');
    },
    submit,
    skip,
    'skip-subject': skipFor('subject'),
    'skip-unclear': skipFor('unclear'),
    'skip-access': skipFor('access'),
    'skip-other': skipFor('other'),
    'skip-cancel': () => setMode(undefined),
    remove: () => onRemove?.(),
    undo: () => {
      void onUndo?.().then((sentence) => {
        if (sentence !== undefined) say(sentence);
      });
    },
    history: () => onHistory?.(),
    guidelines: () => toggle('guidelines'),
    keys: () => toggle('keys'),
  };
  // One function for the life of the form, so that a key press draws anew only what it changes.
  const latest = useRef(handlers);
  useLayoutEffect(() => {
    latest.current = handlers;
  });
  const act = useCallback((action: LabelAction, hit?: number) => latest.current[action](hit), []);

  useKeyBindings(LABEL_KEYS, { mode, singleKeys, act });
  return {
    root,
    state,
    focused,
    setFocused,
    expanded,
    mode,
    missing,
    panels,
    toggle,
    said,
    act,
    change,
    goTo,
    singleKeys,
    setSingleKeys,
  };
}

function toggled(set: ReadonlySet<number>, value: number): Set<number> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
