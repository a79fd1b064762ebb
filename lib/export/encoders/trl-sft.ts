import { type EncodedExample, type EncodeOptions, type ExportFormat, splitPath } from '../format.ts';
import { type TrainingExample, trainingAnswer } from '../training-example.ts';
import { validateTrlSft } from '../validators/trl-sft.ts';
import { jsonLine } from './json-line.ts';
import { toolColumn, trlPrompt } from './trl-messages.ts';

const PROMPT_COMPLETION = 'prompt-completion/{split}.jsonl';
const MESSAGES = 'messages/{split}.jsonl';
const LIST = 'list of json';

export const trlSft: ExportFormat = {
  id: 'trl-sft',
  title: 'TRL: supervised fine-tuning',
  purpose: 'training',
  needs: 'An ideal answer, or an answer found correct.',
  hasPrompt: true,
  files: [
    {
      path: PROMPT_COMPLETION,
      load: { config: 'prompt-completion', columns: { prompt: LIST, completion: LIST, tools: LIST } },
    },
    { path: MESSAGES, load: { config: 'messages', columns: { messages: LIST, tools: LIST } } },
  ],
  encode: encodeTrlSft,
  validate: validateTrlSft,
};

/**
 * A row of prompt and completion, of which only the completion is learnt; and one of messages, unless the prompt
 * has turns of the assistant: trainers learn all of them, and nobody judged those.
 */
export function encodeTrlSft(example: TrainingExample, options: EncodeOptions): EncodedExample {
  const answer = trainingAnswer(example);
  if ('excluded' in answer) return answer;
  const logged = trlPrompt(example, options);
  if ('excluded' in logged) return logged;
  const { prompt } = logged;
  const tools = toolColumn(example);
  const completion = [{ role: 'assistant', content: answer.text }];
  const rows = [
    {
      path: splitPath(PROMPT_COMPLETION, options.split),
      text: jsonLine({ prompt, completion, ...tools }),
    },
  ];
  if (!prompt.some(({ role }) => role === 'assistant'))
    rows.push({
      path: splitPath(MESSAGES, options.split),
      text: jsonLine({ messages: [...prompt, ...completion], ...tools }),
    });
  return { rows, source: answer.source };
}
