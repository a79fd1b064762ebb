import { z } from 'zod';
import { acceptInvitation } from '#lib/auth/accept-invitation.ts';
import { acceptInvitationSchema, linkTokenSchema } from '#lib/auth/schema.ts';
import { startSession } from '#lib/auth/sessions.ts';
import { AppError } from '#lib/platform/errors.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';
import { jsonWithCookies } from '../../../../../_server/redirect-to.ts';

export const POST = defineRoute({
  summary: 'Accepts an invitation: as the account of the invited address, or by making that account.',
  permission: 'public',
  path: z.object({ token: linkTokenSchema }),
  body: acceptInvitationSchema,
  answer: z.object({ status: z.literal('accepted'), project: z.string() }),
  handle: async ({ stores, headers, whoAsks, now }, { path: { token }, body }) => {
    const result = await acceptInvitation(stores, { token, user: await whoAsks(), now: now() }, body);
    switch (result.status) {
      case 'gone':
        throw new AppError('conflict', result.message);
      case 'sign_in_needed':
        throw new AppError('conflict', `${result.email} has an account. Sign in with it first.`);
      case 'wrong_account':
        throw new AppError('forbidden', `This invitation is for ${result.email}. Sign in as that.`);
      case 'accepted': {
        const cookies = result.isNewAccount
          ? await startSession(stores, headers, result.userId, 'invitation')
          : [];
        return jsonWithCookies({ status: result.status, project: result.project }, cookies);
      }
    }
  },
});
