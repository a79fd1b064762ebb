import { type EncodedExample, type EncodeOptions, type ExportFormat, splitPath } from '../format.ts';
import type { TrainingExample } from '../training-example.ts';
import { validateTrlPreference } from '../validators/trl-preference.ts';
import { jsonLine } from './json-line.ts';
import { preferencePair } from './preference-pair.ts';
import { toolColumn, trlPrompt } from './trl-messages.ts';

const PATH = '{split}.jsonl';
const LIST = 'list of json';
const COLUMNS = { prompt: LIST, chosen: LIST, rejected: LIST, tools: LIST } as const;

export const trlPreference: ExportFormat = {
  id: 'trl-preference',
  title: 'TRL: preference (DPO)',
  purpose: 'training',
  needs: 'An answer found partly right or wrong, and an ideal answer.',
  hasPrompt: true,
  files: [{ path: PATH, load: { config: 'default', columns: COLUMNS } }],
  encode: encodeTrlPreference,
  validate: ({ text }) => validateTrlPreference(text),
};

/** One row: the ideal answer is chosen, the logged one rejected. */
export function encodeTrlPreference(example: TrainingExample, options: EncodeOptions): EncodedExample {
  const pair = preferencePair(example);
  if ('excluded' in pair) return pair;
  const logged = trlPrompt(example, options);
  if ('excluded' in logged) return logged;
  const text = jsonLine({
    prompt: logged.prompt,
    chosen: [{ role: 'assistant', content: pair.chosen }],
    rejected: [{ role: 'assistant', content: pair.rejected }],
    ...toolColumn(example),
  });
  return { rows: [{ path: splitPath(PATH, options.split), text }], source: 'ideal' };
}
