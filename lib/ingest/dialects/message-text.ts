import { isObject, own } from './plain-value.ts';

const NO_TEXT =
  /^(reasoning|thinking|tool[-_]call|tool[-_]use|server_tool_call|function_call$|image|audio|file|blob|uri|refusal)/;
const DEEPEST = 8;

/**
 * The text a message says: its content, or its text parts joined by line ends. What the model thought is not said, and
 * what a tool answered only by a tool.
 */
export function messageText(message: Record<string, unknown>, role: string): string | undefined {
  const isTool = role === 'tool' || role === 'function';
  for (const key of ['content', 'parts', 'contents', 'text', 'output', 'result', 'response']) {
    const text = partText(own(message, key), isTool, 0);
    if (text !== undefined) return text;
  }
  return undefined;
}

function partText(part: unknown, isTool: boolean, depth: number): string | undefined {
  if (typeof part === 'string') return part;
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(part)) {
    const texts = part.flatMap((item) => partText(item, isTool, depth + 1) ?? []);
    return texts.length === 0 ? undefined : texts.join('\n');
  }
  if (!isObject(part)) return undefined;
  const type = own(part, 'type');
  const isResult =
    typeof type === 'string' && /^(tool[-_]call[-_]response|tool[-_]result|function_call_output)$/.test(type);
  if (isResult) return isTool ? resultText(part) : undefined;
  if (typeof type === 'string' && NO_TEXT.test(type)) return undefined;
  for (const key of ['text', 'content', 'message_content.text', 'parts', 'value']) {
    const text = partText(own(part, key), isTool, depth + 1);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** What a tool answered: text as it is, else as JSON. */
function resultText(part: Record<string, unknown>): string | undefined {
  for (const key of ['response', 'result', 'output', 'content']) {
    const value = own(part, key);
    if (typeof value === 'string') return value;
    if (value === undefined || value === null) continue;
    // The AI SDK wraps it: {"type": "json", "value": …}.
    const inner = isObject(value) && own(value, 'type') !== undefined ? own(value, 'value') : undefined;
    return typeof inner === 'string' ? inner : JSON.stringify(inner ?? value);
  }
  return undefined;
}
