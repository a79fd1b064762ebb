import { pythonLiteral } from './python-literal.ts';

/**
 * A structure that was sent as text: JSON, else Python's way of showing it. Undefined where the text is neither, such
 * as prose, a number alone, or JSON that the sender's SDK has cut.
 */
export function lenientJson(text: string): unknown {
  const start = text.trimStart()[0];
  if (start !== '{' && start !== '[' && start !== '"' && start !== '(') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return start === '"' ? undefined : pythonLiteral(text);
  }
}

/** The structure of a text that holds one; any other value as it is. */
export function unpacked(value: unknown): unknown {
  return typeof value === 'string' ? (lenientJson(value) ?? value) : value;
}
