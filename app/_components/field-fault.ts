import { ApiError } from './call-api.ts';

/** The fields of a form by their name in the API: their name in the form, and what a sentence calls them. */
export type FormFields = Record<string, { field: string; subject: string }>;

/** A refusal that is about one of `fields`, as the form's field and a sentence for a person; undefined for any other. */
export function fieldFault(
  fault: unknown,
  fields: FormFields,
): { field: string; sentence: string } | undefined {
  const refusal = fault instanceof ApiError ? refusalOf(fault.answer) : undefined;
  const place =
    refusal === undefined || !Object.hasOwn(fields, refusal.path) ? undefined : fields[refusal.path];
  if (refusal === undefined || place === undefined) return undefined;
  const start = `${refusal.path}: `;
  const words = refusal.message.startsWith(start) ? refusal.message.slice(start.length) : refusal.message;
  return { field: place.field, sentence: sentenceAbout(place.subject, words) };
}

/** "The address", "must be short" as a sentence; words that are one already stay as they are. */
export function sentenceAbout(subject: string, words: string): string {
  const text = /^\p{Ll}/u.test(words) ? `${subject} ${words}` : words;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function refusalOf(answer: unknown): { path: string; message: string } | undefined {
  const { path, message } =
    (answer as { error?: { path?: unknown; message?: unknown } } | undefined)?.error ?? {};
  return typeof path === 'string' && typeof message === 'string' ? { path, message } : undefined;
}
