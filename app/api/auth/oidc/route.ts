import { z } from 'zod';
import { startProviderSignIn } from '#lib/auth/sign-in.ts';
import { readSettings } from '#lib/platform/env.ts';
import { notFound } from '#lib/platform/errors.ts';
import { defineRoute } from '../../../_server/define-route.ts';
import { jsonWithCookies } from '../../../_server/redirect-to.ts';

export const POST = defineRoute({
  summary: 'Tells where to sign in with the OpenID Connect provider.',
  permission: 'public',
  body: z.strictObject({ next: z.string().max(2_000).optional() }),
  answer: z.object({ url: z.string() }),
  handle: async ({ stores, headers }, { body }) => {
    if (readSettings().oidc === undefined) throw notFound('The provider');
    const { url, cookies } = await startProviderSignIn(stores, headers, body.next);
    return jsonWithCookies({ url }, cookies);
  },
});
