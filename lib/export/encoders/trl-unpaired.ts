import { type EncodedExample, type EncodeOptions, type ExportFormat, splitPath } from '../format.ts';
import { isBlank, type TrainingExample, unfitForTraining } from '../training-example.ts';
import { validateTrlUnpaired } from '../validators/trl-unpaired.ts';
import { jsonLine } from './json-line.ts';
import { toolColumn, trlPrompt } from './trl-messages.ts';

const PATH = '{split}.jsonl';
const LIST = 'list of json';
const COLUMNS = { prompt: LIST, completion: LIST, label: 'bool', tools: LIST } as const;

export const trlUnpaired: ExportFormat = {
  id: 'trl-unpaired',
  title: 'TRL: unpaired preference (KTO)',
  purpose: 'training',
  needs: 'An answer found correct, partly right or wrong.',
  hasPrompt: true,
  files: [{ path: PATH, load: { config: 'default', columns: COLUMNS } }],
  encode: encodeTrlUnpaired,
  validate: ({ text }) => validateTrlUnpaired(text),
};

/** One row: the logged answer, with label true where it was found correct, false where partly right or wrong. */
export function encodeTrlUnpaired(example: TrainingExample, options: EncodeOptions): EncodedExample {
  const { verdict, answer } = example;
  const unfit = unfitForTraining(example);
  if (unfit !== null) return { excluded: unfit };
  if (verdict === 'cannot_tell') return { excluded: 'no_verdict' };
  if (answer === null) return { excluded: 'no_answer' };
  if (isBlank(answer)) return { excluded: 'empty_answer' };
  const logged = trlPrompt(example, options);
  if ('excluded' in logged) return logged;
  const label = verdict === 'correct';
  const text = jsonLine({
    prompt: logged.prompt,
    completion: [{ role: 'assistant', content: answer }],
    label,
    ...toolColumn(example),
  });
  return { rows: [{ path: splitPath(PATH, options.split), text }], source: label ? 'correct' : null };
}
