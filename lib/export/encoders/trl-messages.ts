import { z } from 'zod';
import type { Exclusion } from '../exclusions.ts';
import type { ChatMessage, TrainingExample } from '../training-example.ts';
import { type PromptOptions, trainingPrompt } from './training-prompt.ts';

const partsSchema = z.array(z.object({ type: z.literal('text'), text: z.string() }));
const callSchema = z.object({
  id: z.string().optional(),
  function: z.object({ name: z.string(), arguments: z.string() }),
});
type Turn = Record<string, unknown> & { role: string };

/**
 * The prompt as TRL and chat templates take it: content as one text, arguments of tool calls as objects, `system`
 * for `developer`; the answer follows a user's or a tool's turn.
 */
export function trlPrompt(
  example: TrainingExample,
  options: PromptOptions,
): { prompt: Turn[] } | { excluded: Exclusion } {
  const logged = trainingPrompt(example, options);
  if ('excluded' in logged) return logged;
  const toolNames = new Map<string, string>();
  const prompt = logged.messages.map((message) => trlTurn(message, toolNames));
  if (prompt.includes(null)) return { excluded: 'unsupported_message' };
  const turns = prompt.filter((turn) => turn !== null);
  const last = turns.at(-1)?.role;
  return last === 'user' || last === 'tool' ? { prompt: turns } : { excluded: 'no_user_turn' };
}

/** The columns that all conversational formats share beside their own. */
export function toolColumn({ tools }: TrainingExample): { tools?: readonly unknown[] } {
  return tools.length > 0 ? { tools } : {};
}

/** Null where the turn holds what a template cannot show. `toolNames` learns the names that the call ids stand for. */
function trlTurn(message: ChatMessage, toolNames: Map<string, string>): Turn | null {
  const content = plainText(message.content);
  if (content === undefined) return null;
  const role = message.role === 'developer' ? 'system' : message.role;
  if (role === 'tool') {
    const id = String(message.tool_call_id ?? '');
    const name = toolNames.get(id);
    return content === null
      ? null
      : { role, tool_call_id: id, ...(name === undefined ? {} : { name }), content };
  }
  if (message.tool_calls == null) return content === null ? null : { role, content };
  const calls = toolCalls(message.tool_calls);
  if (calls === null) return null;
  for (const { id, function: called } of calls) if (id !== undefined) toolNames.set(id, called.name);
  return { role, ...(content === null ? {} : { content }), tool_calls: calls };
}

/** Undefined where the content is neither text nor parts of text. */
function plainText(content: unknown): string | null | undefined {
  if (content == null) return null;
  if (typeof content === 'string') return content;
  return partsSchema
    .safeParse(content)
    .data?.map(({ text }) => text)
    .join('\n');
}

function toolCalls(calls: unknown) {
  const parsed = z.array(callSchema).safeParse(calls).data;
  if (parsed === undefined) return null;
  const read = parsed.map((call) => ({ call, values: argumentsOf(call.function.arguments) }));
  if (read.some(({ values }) => values === null)) return null;
  return read.map(({ call, values }) => ({
    ...(call.id === undefined ? {} : { id: call.id }),
    type: 'function',
    function: { name: call.function.name, arguments: values },
  }));
}

function argumentsOf(text: string): Record<string, unknown> | null {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
