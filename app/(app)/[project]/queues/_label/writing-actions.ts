import type { FormControls, Handlers } from './form-controls.ts';
import { focusSoon } from './form-parts.ts';

/** Opening the fields in which a reviewer writes. */
export function writingActions(
  form: FormControls,
): Handlers<'ideal-answer' | 'missing-document' | 'note' | 'flag'> {
  const { asks, state, root, say } = form;
  return {
    'ideal-answer': () => {
      if (!asks.idealAnswer) return say('This queue asks for no ideal answer.');
      form.change({ idealAnswer: state.idealAnswer ?? form.opened.query.answer ?? '' });
      focusSoon(root, 'ideal-answer');
    },
    'missing-document': () => {
      form.open('missing');
      focusSoon(root, 'missing-document');
    },
    note: () => {
      if (!asks.note) return say('This queue asks for no note.');
      form.open('note');
      focusSoon(root, 'note');
    },
    flag: () => {
      if (!asks.flag) return say('You are the one who decides.');
      form.change({ flag: state.flag ?? '' });
      focusSoon(root, 'flag');
    },
  };
}
