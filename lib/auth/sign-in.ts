import { APIError } from 'better-auth/api';
import type { Stores } from '../platform/stores.ts';
import { authenticationOf } from './authentication.ts';
import { OIDC_PROVIDER } from './oidc.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import { returnPath } from './return-path.ts';
import { emailSchema, MAX_PASSWORD_LENGTH, signInSchema } from './schema.ts';
import { currentUser } from './sessions.ts';
import { type SignInThrottle, signInThrottle } from './sign-in-throttle.ts';

/** What a browser is asked to keep: Set-Cookie lines. */
export type SignInResult =
  | { status: 'signed_in'; cookies: string[] }
  | { status: 'refused'; message: string };

const REFUSED: SignInResult = { status: 'refused', message: 'The e-mail or password is wrong.' };

/**
 * Signs in with e-mail and password. An unknown account costs the same work and gets the same words as a wrong
 * password. Throws `too_many` after ten tries in a quarter of an hour.
 */
export async function signInWithPassword(
  stores: Stores,
  request: { headers: Headers; address: string; now: Date },
  input: unknown,
  throttle: SignInThrottle = signInThrottle(),
): Promise<SignInResult> {
  const { email: typed, password } = signInSchema.parse(input);
  await throttle.countTry(request.address, typed);
  const email = emailSchema.safeParse(typed);
  const isPossible = email.success && password.length <= MAX_PASSWORD_LENGTH;
  const cookies = await tryPassword(
    stores,
    request.headers,
    isPossible ? email.data : NOBODY,
    password.slice(0, MAX_PASSWORD_LENGTH),
  );
  if (cookies !== undefined) {
    await throttle.forgiveTry(request.address, typed);
    return { status: 'signed_in', cookies };
  }
  await recordAuditEvent(stores.controlPlane.prisma, {
    action: 'sign_in_failed',
    at: request.now,
    actor: { kind: 'nobody' },
    subject: email.success ? email.data : 'not an e-mail address',
    detail: { address: request.address },
  });
  return REFUSED;
}

/** No account has it: what cannot be right takes as long as what only is not. */
const NOBODY = 'nobody@faultline.invalid';

async function tryPassword(
  stores: Stores,
  headers: Headers,
  email: string,
  password: string,
): Promise<string[] | undefined> {
  try {
    const answer = await authenticationOf(stores).api.signInEmail({
      body: { email, password },
      headers,
      returnHeaders: true,
    });
    return answer.headers.getSetCookie();
  } catch (error) {
    if (error instanceof APIError && error.statusCode < 500) return undefined;
    throw error;
  }
}

/** Where to send the browser to sign in with the provider, and the cookies that tie its return to this browser. */
export async function startProviderSignIn(
  stores: Stores,
  headers: Headers,
  next: string | undefined,
): Promise<{ url: string; cookies: string[] }> {
  const answer = await authenticationOf(stores).api.signInSocial({
    body: {
      provider: OIDC_PROVIDER,
      callbackURL: returnPath(next),
      errorCallbackURL: '/sign-in',
      disableRedirect: true,
    },
    headers,
    returnHeaders: true,
  });
  return { url: answer.response.url ?? '/sign-in', cookies: answer.headers.getSetCookie() };
}

/** Ends the session on the server and takes the cookie back. Without a session it only does the latter. */
export async function signOut(stores: Stores, headers: Headers, now: Date): Promise<string[]> {
  const user = await currentUser(stores, headers, now);
  const answer = await authenticationOf(stores).api.signOut({ headers, returnHeaders: true });
  if (user !== undefined)
    await recordAuditEvent(stores.controlPlane.prisma, {
      action: 'sign_out',
      at: now,
      actor: { kind: 'account', userId: user.id, name: user.name },
      subject: user.email,
    });
  return answer.headers.getSetCookie();
}
