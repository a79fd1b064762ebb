import { authenticationOf } from '#lib/auth/authentication.ts';
import { OIDC_PROVIDER } from '#lib/auth/oidc.ts';
import { readSettings } from '#lib/platform/env.ts';
import { AppError } from '#lib/platform/errors.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

const CALLBACK = `/api/auth/callback/${OIDC_PROVIDER}`;

/**
 * better-auth brings dozens of routes; only the provider's return to this server is open. The others would let
 * accounts be made, addresses be changed and sessions be listed past the rules of lib/auth.
 */
export const GET = defineRoute({
  summary: "The OpenID Connect provider's way back.",
  permission: 'public',
  anyQuery: true,
  handle: async ({ stores }, { request }) => {
    const { search } = new URL(request.url);
    const { oidc, publicUrl } = readSettings();
    if (oidc === undefined) throw new AppError('not_found', 'There is no such page.');
    // The path is the fixed one and the origin ours, whatever the request's own headers say.
    const own = new Request(`${publicUrl}${CALLBACK}${search}`, { headers: request.headers });
    const answer = await authenticationOf(stores).handler(own);
    answer.headers.set('cache-control', 'private, no-store');
    return answer;
  },
});
