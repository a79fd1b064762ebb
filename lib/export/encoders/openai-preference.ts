import { type EncodedExample, type EncodeOptions, type ExportFormat, splitPath } from '../format.ts';
import type { TrainingExample } from '../training-example.ts';
import { validateOpenaiPreference } from '../validators/openai-preference.ts';
import { jsonLine } from './json-line.ts';
import { preferencePair } from './preference-pair.ts';
import { trainingPrompt } from './training-prompt.ts';

const PATH = '{split}.jsonl';
const COLUMNS = {
  input: 'json',
  preferred_output: 'list of json',
  non_preferred_output: 'list of json',
} as const;

export const openaiPreference: ExportFormat = {
  id: 'openai-preference',
  title: 'OpenAI preference (DPO)',
  purpose: 'training',
  needs: 'An answer found partly right or wrong, and an ideal answer.',
  hasPrompt: true,
  files: [{ path: PATH, load: { config: 'default', columns: COLUMNS } }],
  encode: encodeOpenaiPreference,
  validate: ({ text }) => validateOpenaiPreference(text),
};

/** One line of an OpenAI preference file: `preferred_output` is the ideal answer. */
export function encodeOpenaiPreference(example: TrainingExample, options: EncodeOptions): EncodedExample {
  const pair = preferencePair(example);
  if ('excluded' in pair) return pair;
  const prompt = trainingPrompt(example, options);
  if ('excluded' in prompt) return prompt;
  const tools = example.tools.length > 0 ? { tools: example.tools } : {};
  const text = jsonLine({
    input: { messages: prompt.messages, ...tools },
    preferred_output: [{ role: 'assistant', content: pair.chosen }],
    non_preferred_output: [{ role: 'assistant', content: pair.rejected }],
  });
  return { rows: [{ path: splitPath(PATH, options.split), text }], source: 'ideal' };
}
