import type { z } from 'zod';

/** What is wrong with a line of JSON that shall satisfy a schema; null where nothing is. */
export function jsonRecordProblem(text: string, schema: z.ZodType): string | null {
  if (/[\n\r\u0085\u2028\u2029]/.test(text)) return 'is more than one line';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'is not JSON';
  }
  if (!text.isWellFormed() || !hasTextOnly(json)) return 'is not well-formed Unicode, or holds NUL';
  const issue = schema.safeParse(json).error?.issues[0];
  return issue === undefined ? null : `${issue.path.map(String).join('.')}: ${issue.message}`;
}

function hasTextOnly(json: unknown): boolean {
  if (typeof json === 'string') return json.isWellFormed() && !json.includes('\0');
  if (json === null || typeof json !== 'object') return true;
  return Object.entries(json).every(([key, value]) => hasTextOnly(key) && hasTextOnly(value));
}
