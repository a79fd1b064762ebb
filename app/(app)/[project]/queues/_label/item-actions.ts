import type { FormControls, Handlers, LabelFormInput } from './form-controls.ts';
import { findPart, showSoon } from './form-parts.ts';
import { DOCUMENTS_MODE, type LabelAction, labelOf, SKIP_MODE, type SkipReason } from './label-keys.ts';
import { whatIsMissing } from './label-state.ts';

type ItemAction = Extract<
  LabelAction,
  'submit' | 'skip' | `skip-${string}` | 'remove' | 'undo' | 'history' | 'guidelines' | 'keys'
>;

/** Leaving the item, and what is around it. */
export function itemActions(
  form: FormControls,
  input: Pick<LabelFormInput, 'onSkip' | 'onRemove' | 'onHistory' | 'onUndo'>,
): Handlers<ItemAction> {
  const { onSkip, onRemove, onHistory, onUndo } = input;
  const skipFor = (reason: SkipReason) => () => onSkip?.(labelOf(`skip-${reason}`));
  return {
    submit: () => submit(form),
    skip: () => {
      if (onSkip !== undefined && form.mode === SKIP_MODE) onSkip(undefined);
      else if (onSkip !== undefined) {
        form.setMode(SKIP_MODE);
        form.say('Why do you skip it? 1 to 5, s without a reason, Escape to stay.');
      }
    },
    'skip-subject': skipFor('subject'),
    'skip-unclear': skipFor('unclear'),
    'skip-access': skipFor('access'),
    'skip-other': skipFor('other'),
    'skip-cancel': () => form.setMode(undefined),
    remove: () => onRemove?.(),
    undo: () => {
      void onUndo?.().then((sentence) => {
        if (sentence !== undefined) form.say(sentence);
      });
    },
    history: () => onHistory?.(),
    guidelines: () => form.toggle('guidelines'),
    keys: () => form.toggle('keys'),
  };
}

function submit(form: FormControls): void {
  const lacking = whatIsMissing(form.state);
  if (lacking === undefined) {
    form.send(form.state);
    return;
  }
  form.setMissing(lacking);
  form.setMode(lacking.section === 'documents' ? DOCUMENTS_MODE : undefined);
  form.say(lacking.sentence);
  findPart(form.root, `ask-${lacking.section}`)?.focus({ preventScroll: true });
  showSoon(form.root, lacking.section);
}
