import { z } from 'zod';
import { endOtherSessions } from '#lib/auth/sessions.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const DELETE = defineRoute({
  summary: 'Ends every session of the signed-in person but this one.',
  permission: 'account',
  answer: z.object({ status: z.literal('ended') }),
  handle: async ({ stores, user }) => {
    await endOtherSessions(stores, user);
    return { status: 'ended' as const };
  },
});
