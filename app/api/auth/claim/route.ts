import { z } from 'zod';
import { claimLocalOwner } from '#lib/auth/claim-local-owner.ts';
import { LOCAL_OWNER } from '#lib/auth/local-owner.ts';
import { claimLocalOwnerSchema, linkTokenSchema } from '#lib/auth/schema.ts';
import { startSession } from '#lib/auth/sessions.ts';
import { AppError } from '#lib/platform/errors.ts';
import { defineRoute } from '../../../_server/define-route.ts';
import { jsonWithCookies } from '../../../_server/redirect-to.ts';

export const POST = defineRoute({
  summary: "Makes the owner's account, for whoever holds an unused sign-in link.",
  permission: 'public',
  body: claimLocalOwnerSchema.extend({ token: linkTokenSchema }),
  answer: z.object({ status: z.literal('claimed') }),
  handle: async ({ stores, headers, now }, { body: { token, ...account } }) => {
    const result = await claimLocalOwner(stores, { linkToken: token }, account, now());
    if (result.status === 'refused') throw new AppError('conflict', result.message);
    return jsonWithCookies(result, await startSession(stores, headers, LOCAL_OWNER, 'link'));
  },
});
