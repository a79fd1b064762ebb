import { startSession } from '#lib/auth/sessions.ts';
import type { Stores } from '#lib/platform/stores.ts';

/** A Cookie header under which the user of this id is signed in. */
export async function signedInCookie(stores: Stores, userId: string): Promise<string> {
  return cookieHeader(await startSession(stores, new Headers(), userId, 'test'));
}

/** The Cookie header that a browser sends after an answer with these Set-Cookie lines. */
export function cookieHeader(setCookies: readonly string[]): string {
  return setCookies
    .filter((line) => !/max-age=0/i.test(line))
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');
}
