import { isObject, own } from './plain-value.ts';
import type { ToolCall } from './reading.ts';

const CALL_TYPES = new Set(['tool_call', 'tool-call', 'tool_use', 'function_call', 'server_tool_call']);

/** The tool calls of one message, whether listed beside its content or parts of it. */
export function toolCallsOf(message: Record<string, unknown>): ToolCall[] {
  const extra = own(message, 'additional_kwargs');
  const listed = [
    own(message, 'tool_calls'),
    own(message, 'toolCalls'),
    isObject(extra) ? own(extra, 'tool_calls') : undefined,
  ].find((value) => Array.isArray(value) && value.length > 0);
  const parts = own(message, 'parts') ?? own(message, 'content');
  const calls = Array.isArray(listed) ? listed : Array.isArray(parts) ? parts.filter(isCall) : [];
  return [...calls, ...(isCall(message) ? [message] : [])].flatMap((call) => toolCall(call) ?? []);
}

function isCall(value: unknown): boolean {
  return isObject(value) && CALL_TYPES.has(String(own(value, 'type')));
}

/** One call of any vendor; undefined where no name can be found. */
export function toolCall(call: unknown): ToolCall | undefined {
  if (!isObject(call)) return undefined;
  const fn = own(call, 'function');
  const source = isObject(fn) ? fn : call;
  const name = own(source, 'name') ?? own(source, 'toolName');
  if (typeof name !== 'string') return undefined;
  const sent = ['arguments', 'args', 'input'].map((key) => own(source, key)).find((value) => value != null);
  const id = own(call, 'id') ?? own(call, 'toolCallId') ?? own(call, 'call_id');
  return {
    ...(typeof id === 'string' ? { id } : {}),
    type: 'function',
    function: { name, arguments: typeof sent === 'string' ? sent : JSON.stringify(sent ?? {}) },
  };
}
