import { endSession, SESSION_COOKIE } from '#lib/auth/sessions.ts';
import { getStores } from '#lib/platform/stores.ts';
import { errorResponse } from '../../_server/define-route.ts';
import { cookieOf, requireSameOrigin } from '../../_server/request-context.ts';

export async function POST(request: Request): Promise<Response> {
  try {
    requireSameOrigin(request);
    const secret = cookieOf(request, SESSION_COOKIE);
    if (secret !== undefined) await endSession(getStores(), secret);
    const gone = `${SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`;
    return new Response(null, { status: 303, headers: { location: '/sign-in', 'set-cookie': gone } });
  } catch (error) {
    return errorResponse(error);
  }
}
