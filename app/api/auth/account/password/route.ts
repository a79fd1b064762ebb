import { z } from 'zod';
import { changePassword } from '#lib/auth/change-password.ts';
import { changePasswordSchema } from '#lib/auth/schema.ts';
import { AppError } from '#lib/platform/errors.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: "Changes the signed-in person's password and ends their other sessions.",
  permission: 'account',
  body: changePasswordSchema,
  answer: z.object({ status: z.literal('changed') }),
  handle: async ({ stores, user, now, address }, { body }) => {
    const result = await changePassword(stores, user, body, { now: now(), address });
    if (result.status === 'refused') throw new AppError('invalid', result.message);
    return result;
  },
});
