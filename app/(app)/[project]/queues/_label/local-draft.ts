import { type Draft, draftSchema } from '#lib/labelling/schema.ts';

/** Drafts of this browser; `name` is an item or a query. A browser that refuses to store is lived with. */
const nameOf = (name: string) => `faultline-draft:${name}`;

export function keepLocalDraft(name: string, draft: Draft): void {
  try {
    localStorage.setItem(nameOf(name), JSON.stringify(draft));
  } catch {
    // No room, or storage is off: the server's copy is the other half.
  }
}

export function readLocalDraft(name: string): Draft | null {
  try {
    const text = localStorage.getItem(nameOf(name));
    return text === null ? null : draftSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function dropLocalDraft(name: string): void {
  try {
    localStorage.removeItem(nameOf(name));
  } catch {
    // As above.
  }
}

/**
 * The newer of two drafts. One without a time was written by the server itself, from a label that was taken back
 * or came too late, and wins.
 */
export function newerDraft(server: Draft | null, local: Draft | null): Draft | null {
  if (server === null || local === null) return server ?? local;
  const [serverAt, localAt] = [server.savedAt, local.savedAt];
  if (typeof serverAt !== 'number') return server;
  return typeof localAt === 'number' && localAt > serverAt ? local : server;
}
