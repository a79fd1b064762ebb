import type { FormControls, Handlers } from './form-controls.ts';
import { findPart, showSoon } from './form-parts.ts';
import { isVerdictOnly } from './label-asks.ts';
import { DOCUMENTS_MODE, type LabelAction, labelOf } from './label-keys.ts';
import {
  askedNext,
  asksDocuments,
  fails,
  type LabelState,
  whatIsMissing,
  withFailure,
} from './label-state.ts';

type VerdictAction = Extract<LabelAction, `verdict-${string}` | `failure-${string}` | `documents-${string}`>;

/** Saying whether the answer is correct, what failed, and whether it is in the documents. */
export function verdictActions(form: FormControls): Handlers<VerdictAction | 'detail'> {
  const verdict = (value: NonNullable<LabelState['verdict']>) => () => {
    const next = { ...form.state, verdict: value };
    const words = `${labelOf(`verdict-${value}`)}.`;
    choose(form, next, fails(next) && next.failure === null ? `${words} What failed?` : words);
  };
  const failure = (value: NonNullable<LabelState['failure']>) => () => {
    const { state } = form;
    if (state.verdict === 'correct' || state.verdict === 'cannot_tell')
      return form.say('A failure goes with partly or wrong only.');
    const words = `${labelOf(`failure-${value}`)}.`;
    const asksMore = value === 'missing_knowledge';
    choose(form, withFailure(state, value), asksMore ? `${words} Is it in the documents? 1 to 4.` : words);
  };
  const documents = (value: NonNullable<LabelState['inDocuments']>) => () =>
    choose(
      form,
      { ...form.state, inDocuments: value },
      `In the documents: ${labelOf(`documents-${value}`)}.`,
    );
  return {
    'verdict-correct': verdict('correct'),
    'verdict-partly': verdict('partly'),
    'verdict-wrong': verdict('wrong'),
    'verdict-cannot_tell': verdict('cannot_tell'),
    'failure-missing_knowledge': failure('missing_knowledge'),
    'failure-wrong_format': failure('wrong_format'),
    'failure-weak_reasoning': failure('weak_reasoning'),
    'failure-unclear': failure('unclear'),
    'documents-no': documents('no'),
    'documents-yes_not_found': documents('yes_not_found'),
    'documents-yes_broken': documents('yes_broken'),
    'documents-unknown': documents('unknown'),
    detail: () => openDetail(form),
  };
}

/** Takes over what was chosen; where nothing else is asked, a complete label goes at once. */
function choose(form: FormControls, next: LabelState, words: string): void {
  form.change(next);
  const waits = asksDocuments(next) && next.inDocuments === null;
  form.setMode(waits ? DOCUMENTS_MODE : undefined);
  form.say(words);
  const asked = askedNext(next);
  if (isVerdictOnly(form.asks) && whatIsMissing(next) === undefined) form.send(next);
  else if (asked !== undefined) showSoon(form.root, asked);
}

function openDetail({ root, state, say }: FormControls): void {
  const field = findPart(root, 'detail');
  if (field === null) {
    say(fails(state) ? 'There is no detail to this failure.' : 'A detail goes with a failure.');
    return;
  }
  field.focus({ preventScroll: true });
  showSoon(root, 'detail');
}
