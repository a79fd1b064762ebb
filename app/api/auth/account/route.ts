import { z } from 'zod';
import { renameAccount } from '#lib/auth/rename-account.ts';
import { renameAccountSchema } from '#lib/auth/schema.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const PATCH = defineRoute({
  summary: "Changes the name of the signed-in person's account.",
  permission: 'account',
  body: renameAccountSchema,
  answer: z.object({ status: z.literal('renamed') }),
  handle: async ({ stores, user }, { body }) => {
    await renameAccount(stores, user, body);
    return { status: 'renamed' as const };
  },
});
