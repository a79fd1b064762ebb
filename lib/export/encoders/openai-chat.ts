import { type EncodedExample, type EncodeOptions, type ExportFormat, splitPath } from '../format.ts';
import { type ChatMessage, type TrainingExample, trainingAnswer } from '../training-example.ts';
import { validateOpenaiChat } from '../validators/openai-chat.ts';
import { jsonLine } from './json-line.ts';
import { trainingPrompt } from './training-prompt.ts';

const PATH = '{split}.jsonl';
const COLUMNS = { messages: 'list of json', tools: 'list of json' } as const;

export const openaiChat: ExportFormat = {
  id: 'openai-chat',
  title: 'OpenAI chat',
  purpose: 'training',
  needs: 'An ideal answer, or an answer found correct.',
  hasPrompt: true,
  files: [{ path: PATH, load: { config: 'default', columns: COLUMNS } }],
  encode: encodeOpenaiChat,
  validate: ({ text }) => validateOpenaiChat(text),
};

/**
 * One line of an OpenAI chat training file. Earlier turns of the assistant have weight 0: nobody judged them, so
 * they are read and not learnt.
 */
export function encodeOpenaiChat(example: TrainingExample, options: EncodeOptions): EncodedExample {
  const answer = trainingAnswer(example);
  if ('excluded' in answer) return answer;
  const prompt = trainingPrompt(example, options);
  if ('excluded' in prompt) return prompt;
  const messages = [...prompt.messages.map(unlearnt), { role: 'assistant', content: answer.text }];
  const tools = example.tools.length > 0 ? { tools: example.tools } : {};
  const text = jsonLine({ messages, ...tools });
  return { rows: [{ path: splitPath(PATH, options.split), text }], source: answer.source };
}

function unlearnt(message: ChatMessage): ChatMessage {
  return message.role === 'assistant' ? { ...message, weight: 0 } : message;
}
