import { SESSION_COOKIE } from '#lib/auth/sessions.ts';
import { createSignInLink, redeemSignInLink, SIGN_IN_PROOF } from '#lib/auth/sign-in-links.ts';
import { AppError } from '#lib/platform/errors.ts';
import { sameHash, tokenHash } from '#lib/platform/secrets.ts';
import { getStores } from '#lib/platform/stores.ts';
import { errorResponse, jsonResponse } from '../../../_server/define-route.ts';

const SESSION_SECONDS = 30 * 24 * 3600;

/** Redeems the single-use link and starts a session. Any session of this browser before is left behind. */
export async function GET(request: Request): Promise<Response> {
  const token = new URL(request.url).searchParams.get('token') ?? '';
  const secret = await redeemSignInLink(getStores(), token, new Date());
  if (secret === undefined) return redirectTo('/sign-in?failed');
  const cookie = `${SESSION_COOKIE}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${SESSION_SECONDS}`;
  return redirectTo('/', { 'set-cookie': cookie });
}

/** Programs that look a link over before they show it ask with HEAD: that must not use it up. */
export function HEAD(): Response {
  return new Response(null, { status: 204 });
}

/** Makes a new link for whoever proves to know the installation's secret: the command line on this machine. */
export async function POST(request: Request): Promise<Response> {
  const stores = getStores();
  const proof = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
  if (!sameHash(proof, tokenHash(stores.serverSecret, SIGN_IN_PROOF, 'new link'))) {
    return errorResponse(
      new AppError('unauthenticated', 'Only the command line of this installation may ask for a link.'),
    );
  }
  return jsonResponse({ token: await createSignInLink(stores, new Date()) });
}

function redirectTo(path: string, headers: Record<string, string> = {}): Response {
  return new Response(null, {
    status: 303,
    headers: { location: path, 'cache-control': 'no-store', ...headers },
  });
}
