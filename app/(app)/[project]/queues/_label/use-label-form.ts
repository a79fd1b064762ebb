'use client';
import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { useSingleKeys } from '../../../../_components/single-keys.ts';
import { useKeyBindings } from '../../../../_components/use-key-bindings.ts';
import type { FormControls, FormMode, FormPanel, Handlers, LabelFormInput } from './form-controls.ts';
import { findPart } from './form-parts.ts';
import { hitActions } from './hit-actions.ts';
import { itemActions } from './item-actions.ts';
import { LABEL_KEYS, type LabelAction } from './label-keys.ts';
import { type LabelSection, type LabelState, startLabel, toDraft, toLabel } from './label-state.ts';
import { useActiveSeconds } from './use-active-seconds.ts';
import { verdictActions } from './verdict-actions.ts';
import { writingActions } from './writing-actions.ts';

/** The state of a label that is being given, and `act`, which every key and button of the screen goes through. */
export function useLabelForm(input: LabelFormInput) {
  const { opened, asks } = input;
  const [mode, setMode] = useState<FormMode>();
  const [missing, setMissing] = useState<{ section: LabelSection; sentence: string }>();
  const [singleKeys, setSingleKeys] = useSingleKeys();
  const root = useRef<HTMLDivElement>(null);
  const { state, setState, seconds } = useKeptState(input);
  const { panels, toggle, open } = usePanels();
  const { said, say } = useSaid();
  const { expanded, toggleHit } = useExpanded();
  const { focused, setFocused, goTo } = useFocusedHit(root, setMode);
  const change = useCallback(
    (part: Partial<LabelState>) => {
      setMissing(undefined);
      setState((before) => ({ ...before, ...part }));
    },
    [setState],
  );
  const send = (label: LabelState) =>
    input.onSubmit(toLabel({ ...label, activeSeconds: seconds() }, opened.query.answer));
  const form: FormControls = {
    ...{ opened, asks, root, state, focused, mode, change, setState, setMode, setMissing },
    ...{ toggleHit, toggle, open, goTo, say, send },
  };
  const act = useStableAct({
    ...hitActions(form),
    ...verdictActions(form),
    ...writingActions(form),
    ...itemActions(form, input),
  });
  useKeyBindings(LABEL_KEYS, { mode, singleKeys, act });
  return {
    ...{ root, state, focused, setFocused, expanded, mode, missing, panels, toggle, said },
    ...{ act, change, goTo, singleKeys, setSingleKeys },
  };
}

/** What was entered, each change of which is told to `onChange`, and the seconds worked on it. */
function useKeptState({ opened, draft, onChange }: LabelFormInput) {
  const [state, setState] = useState(() => startLabel(opened.labelling, draft));
  const seconds = useActiveSeconds(state.activeSeconds);
  const entered = useRef(state);
  const keep = useEffectEvent(() => onChange(toDraft({ ...state, activeSeconds: seconds() })));
  useEffect(() => {
    if (entered.current === state) return;
    entered.current = state;
    keep();
  }, [state]);
  return { state, setState, seconds };
}

function usePanels() {
  const [panels, setPanels] = useState({ note: false, missing: false, guidelines: false, keys: false });
  const toggle = useCallback(
    (panel: FormPanel) => setPanels((before) => ({ ...before, [panel]: !before[panel] })),
    [],
  );
  const open = (panel: FormPanel) => setPanels((before) => ({ ...before, [panel]: true }));
  return { panels, toggle, open };
}

/** What screen readers are told; `times` tells the same words apart. */
function useSaid() {
  const [said, setSaid] = useState({ text: '', times: 0 });
  const say = useCallback((text: string) => setSaid((before) => ({ text, times: before.times + 1 })), []);
  return { said, say };
}

function useExpanded() {
  const [expanded, setExpanded] = useState<ReadonlySet<number>>(new Set());
  const toggleHit = (hit: number) =>
    setExpanded(
      (before) => new Set(before.has(hit) ? [...before].filter((other) => other !== hit) : [...before, hit]),
    );
  return { expanded, toggleHit };
}

/** The hit that single keys grade, and going to one. */
function useFocusedHit(root: FormControls['root'], setMode: FormControls['setMode']) {
  const [focused, setFocused] = useState(0);
  const goTo = useCallback(
    (hit: number) => {
      setFocused(hit);
      setMode(undefined);
      // After React has drawn the change: the browser lays the page out once, and not before and after.
      queueMicrotask(() => {
        const card = findPart(root, `hit-${hit + 1}`);
        card?.focus({ preventScroll: true });
        card?.scrollIntoView({ block: 'nearest' });
      });
    },
    [root, setMode],
  );
  return { focused, setFocused, goTo };
}

/** One function for the life of the form, so that a key press draws anew only what it changes. */
function useStableAct(handlers: Handlers<LabelAction>): (action: LabelAction, hit?: number) => void {
  const latest = useRef(handlers);
  useLayoutEffect(() => {
    latest.current = handlers;
  });
  return useCallback((action, hit) => latest.current[action](hit), []);
}
