import { z } from 'zod';
import { claimLocalOwner } from '#lib/auth/claim-local-owner.ts';
import { claimLocalOwnerSchema } from '#lib/auth/schema.ts';
import { AppError } from '#lib/platform/errors.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Gives the local owner an e-mail address and a password.',
  permission: 'account',
  body: claimLocalOwnerSchema,
  answer: z.object({ status: z.literal('claimed') }),
  handle: async ({ stores, user, now }, { body }) => {
    const result = await claimLocalOwner(stores, { user }, body, now());
    if (result.status === 'refused') throw new AppError('conflict', result.message);
    return result;
  },
});
