import type { KeyBinding } from '../../../../_components/key-bindings.ts';

/** Why an item is left unlabelled. */
export type SkipReason = 'subject' | 'unclear' | 'access' | 'other';

export type LabelAction =
  | `grade-${0 | 1 | 2 | 3}`
  | 'clear-grade'
  | 'rest-irrelevant'
  | 'nothing-to-find'
  | 'next-hit'
  | 'previous-hit'
  | 'expand-hit'
  | `verdict-${'correct' | 'partly' | 'wrong' | 'cannot_tell'}`
  | `failure-${'missing_knowledge' | 'wrong_format' | 'weak_reasoning' | 'unclear'}`
  | `documents-${'no' | 'yes_not_found' | 'yes_broken' | 'unknown'}`
  | 'detail'
  | 'ideal-answer'
  | 'missing-document'
  | 'note'
  | 'flag'
  | 'submit'
  | 'skip'
  | `skip-${SkipReason}`
  | 'skip-cancel'
  | 'remove'
  | 'undo'
  | 'history'
  | 'guidelines'
  | 'keys';

/** While "Is it in the documents?" waits for its answer, the digits answer it. */
export const DOCUMENTS_MODE = 'documents';
/** While a reason for skipping is asked, the digits name it. */
export const SKIP_MODE = 'skip';

const key = (
  group: string,
  action: LabelAction,
  label: string,
  ...keys: string[]
): KeyBinding<LabelAction> => ({
  action,
  keys,
  label,
  group,
});
const answer = (action: LabelAction, label: string, ...keys: string[]): KeyBinding<LabelAction> => ({
  ...key('Is it in the documents?', action, label, ...keys),
  mode: DOCUMENTS_MODE,
});
const leaving = (action: LabelAction, label: string, ...keys: string[]): KeyBinding<LabelAction> => ({
  ...key('Skip: why?', action, label, ...keys),
  mode: SKIP_MODE,
});

/** Every key of the label screen: its handler, the badge on its button and its line in the help come from here. */
export const LABEL_KEYS: readonly KeyBinding<LabelAction>[] = [
  key('Hits', 'grade-0', 'Irrelevant, and on to the next hit', '0'),
  key('Hits', 'grade-1', 'Related, and on', '1'),
  key('Hits', 'grade-2', 'Relevant, and on', '2'),
  key('Hits', 'grade-3', 'Answers it, and on', '3'),
  key('Hits', 'clear-grade', 'Take the grade of this hit away', 'Backspace'),
  key('Hits', 'rest-irrelevant', 'The rest is irrelevant; again: undo', 'i'),
  key('Hits', 'nothing-to-find', 'No document should answer this', 'y'),
  key('Hits', 'next-hit', 'Next hit', 'j', 'ArrowDown'),
  key('Hits', 'previous-hit', 'Previous hit', 'k', 'ArrowUp'),
  key('Hits', 'expand-hit', 'Show or fold the whole text', 'e'),
  key('Answer', 'verdict-correct', 'Correct', 'a'),
  key('Answer', 'verdict-partly', 'Partly', 'p'),
  key('Answer', 'verdict-wrong', 'Wrong', 'x'),
  key('Answer', 'verdict-cannot_tell', 'Cannot tell', 'u'),
  key('What failed', 'failure-missing_knowledge', 'Missing knowledge', 'm'),
  key('What failed', 'failure-weak_reasoning', 'Weak reasoning', 'r'),
  key('What failed', 'failure-wrong_format', 'Wrong format', 'w'),
  key('What failed', 'failure-unclear', 'Unclear', 'o'),
  key('What failed', 'detail', 'Detail (Esc or Enter leaves)', 'g'),
  answer('documents-no', 'No', '1'),
  answer('documents-yes_not_found', 'Yes, not found', '2'),
  answer('documents-yes_broken', 'Yes, but the piece is broken', '3'),
  answer('documents-unknown', 'Don’t know', '4'),
  key('Write', 'ideal-answer', 'Ideal answer (Esc leaves)', 'd'),
  key('Write', 'missing-document', 'Look for the document that is missing', 'l'),
  key('Write', 'note', 'Note (Esc leaves)', 'n'),
  key('Write', 'flag', 'Flag it: somebody else should decide', 'f'),
  key('Item', 'submit', 'Submit and open the next', 'Enter', 'mod+Enter'),
  key('Item', 'skip', 'Skip; again: without a reason', 's'),
  leaving('skip-subject', 'Not my subject', '1'),
  leaving('skip-unclear', 'I do not understand it', '2'),
  leaving('skip-access', 'I lack access to what it needs', '3'),
  leaving('skip-other', 'Another reason', '4'),
  leaving('remove', 'Not a real query: out of the queue', '5'),
  leaving('skip-cancel', 'Do not skip', 'Escape'),
  key('Item', 'undo', 'Take the last submission back', 'z'),
  key('Item', 'history', 'Your last labels', 'b'),
  key('Item', 'guidelines', 'Guidelines', 'h'),
  // The question mark needs Shift on most keyboards; c does not.
  key('Item', 'keys', 'These keys', '?', 'c'),
];

/** The first key of an action, as its badge shows it. Throws for an action without a key. */
export function keyOf(action: LabelAction): string {
  const name = bindingOf(action).keys[0];
  if (name === undefined) throw new Error(`no key for ${action}`);
  return name;
}

/** What an action is called, in the list of keys and on buttons. */
export function labelOf(action: LabelAction): string {
  return bindingOf(action).label;
}

function bindingOf(action: LabelAction): KeyBinding<LabelAction> {
  const binding = LABEL_KEYS.find((candidate) => candidate.action === action);
  if (binding === undefined) throw new Error(`no key for ${action}`);
  return binding;
}
