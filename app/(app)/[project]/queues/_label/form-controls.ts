import type { RefObject } from 'react';
import type { Draft, LabelDraft } from '#lib/labelling/schema.ts';
import type { LabelAsks } from './label-asks.ts';
import type { DOCUMENTS_MODE, LabelAction, SKIP_MODE } from './label-keys.ts';
import type { LabelSection, LabelState } from './label-state.ts';
import type { OpenedQuery } from './labelling-api.ts';

/** What a label form is given. */
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

/** What the digits answer at the moment, where they do not grade. */
export type FormMode = typeof DOCUMENTS_MODE | typeof SKIP_MODE | undefined;

export type FormPanel = 'note' | 'missing' | 'guidelines' | 'keys';

/** What an action of the label form looks at, and what it may change. */
export interface FormControls {
  opened: OpenedQuery;
  asks: LabelAsks;
  root: RefObject<HTMLElement | null>;
  state: LabelState;
  /** The hit that single keys grade, from 0. */
  focused: number;
  mode: FormMode;
  change: (part: Partial<LabelState>) => void;
  /** As `change`, by what follows from the state at the time it is applied. */
  setState: (next: (before: LabelState) => LabelState) => void;
  setMode: (mode: FormMode) => void;
  setMissing: (missing: { section: LabelSection; sentence: string }) => void;
  /** Shows the whole text of a hit, or folds it. */
  toggleHit: (hit: number) => void;
  toggle: (panel: FormPanel) => void;
  open: (panel: FormPanel) => void;
  goTo: (hit: number) => void;
  /** Tells screen readers. */
  say: (text: string) => void;
  /** Submits a label that lacks nothing. */
  send: (label: LabelState) => void;
}

/** What each of some actions does; `hit` is the one whose button was pressed. */
export type Handlers<Actions extends LabelAction> = Record<Actions, (hit?: number) => void>;
