import { GRADE_WORDS } from '../../_components/label-words.ts';
import type { FormControls, Handlers } from './form-controls.ts';
import { DOCUMENTS_MODE, SKIP_MODE } from './label-keys.ts';
import { type Grade, withGrade, withRestIrrelevant } from './label-state.ts';

type HitAction =
  | `grade-${Grade}`
  | 'clear-grade'
  | 'rest-irrelevant'
  | 'nothing-to-find'
  | 'next-hit'
  | 'previous-hit'
  | 'expand-hit';

/** Going through the hits and grading them. */
export function hitActions(form: FormControls): Handlers<HitAction> {
  const { asks, state, focused, say } = form;
  const lastHit = form.opened.query.hits.length - 1;
  const gradeAs = (value: Grade) => (hit?: number) => {
    if (!asks.grades) say('This queue asks for no grades.');
    else if (hit !== undefined) grade(form, hit, value, false);
    // A digit that answers nothing is a slip while a question waits for one.
    else if (form.mode === DOCUMENTS_MODE)
      say('Is it in the documents? Press 1 to 4, or j to go back to the hits.');
    else if (form.mode === SKIP_MODE) say('Why do you skip it? Press 1 to 5, or Escape to stay.');
    else grade(form, focused, value, true);
  };
  const move = (by: 1 | -1) => () => {
    if (lastHit < 0) return say('There are no hits.');
    const to = Math.min(Math.max(focused + by, 0), lastHit);
    form.goTo(to);
    say(`Hit ${to + 1} of ${lastHit + 1}.`);
  };
  return {
    'grade-0': gradeAs(0),
    'grade-1': gradeAs(1),
    'grade-2': gradeAs(2),
    'grade-3': gradeAs(3),
    'clear-grade': (hit) => grade(form, hit ?? focused, undefined, false),
    'rest-irrelevant': () => (asks.grades ? restIrrelevant(form) : say('This queue asks for no grades.')),
    'nothing-to-find': () => {
      form.change({ nothingToFind: !state.nothingToFind });
      say(state.nothingToFind ? 'Something should be found.' : 'No document should answer this.');
    },
    'next-hit': move(1),
    'previous-hit': move(-1),
    'expand-hit': (hit) => form.toggleHit(hit ?? focused),
  };
}

function grade(form: FormControls, hit: number, value: Grade | undefined, goOn: boolean): void {
  const keys = form.opened.labelling.gradeKeys;
  const key = keys[hit];
  if (key === undefined) {
    form.say('There is no hit to grade.');
    return;
  }
  form.setState((before) => withGrade(before, key, value));
  const graded = `Hit ${hit + 1} ${value === undefined ? 'ungraded' : `graded ${value}, ${GRADE_WORDS[value]}`}.`;
  const hits = form.opened.query.hits.length;
  if (!goOn) form.say(graded);
  else if (hit === hits - 1) form.say(`${graded} It was the last of ${hits}.`);
  else {
    form.goTo(hit + 1);
    form.say(`${graded} Hit ${hit + 2} of ${hits}.`);
  }
}

function restIrrelevant({ opened, state, change, say }: FormControls): void {
  const next = withRestIrrelevant(state, opened.labelling.gradeKeys);
  const count = next.bulkGrades.length - state.bulkGrades.length;
  change(next);
  if (count > 0) say(`${count} more graded 0, irrelevant. Press i again to undo.`);
  else say(state.bulkGrades.length > 0 ? 'The grades set in bulk are taken away.' : 'Every hit is graded.');
}
