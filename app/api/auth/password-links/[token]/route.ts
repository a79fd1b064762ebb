import { z } from 'zod';
import { linkTokenSchema, setPasswordSchema } from '#lib/auth/schema.ts';
import { setPassword } from '#lib/auth/set-password.ts';
import { AppError } from '#lib/platform/errors.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: "Sets a password by a single-use link, and ends the account's sessions.",
  permission: 'public',
  path: z.object({ token: linkTokenSchema }),
  body: setPasswordSchema,
  answer: z.object({ status: z.literal('set'), email: z.string() }),
  handle: async ({ stores, now }, { path: { token }, body }) => {
    const result = await setPassword(stores, token, body, now());
    if (result.status === 'gone')
      throw new AppError('conflict', 'This link was used or has expired. Ask for a new one.');
    return result;
  },
});
