import { z } from 'zod';
import { signInSchema } from '#lib/auth/schema.ts';
import { signInWithPassword } from '#lib/auth/sign-in.ts';
import { AppError } from '#lib/platform/errors.ts';
import { defineRoute } from '../../../_server/define-route.ts';
import { jsonWithCookies } from '../../../_server/redirect-to.ts';

export const POST = defineRoute({
  summary: 'Signs in with e-mail and password.',
  permission: 'public',
  body: signInSchema,
  answer: z.object({ status: z.literal('signed_in') }),
  handle: async ({ stores, headers, address, now }, { body }) => {
    const result = await signInWithPassword(stores, { headers, address, now: now() }, body);
    if (result.status === 'refused') throw new AppError('unauthenticated', result.message);
    return jsonWithCookies({ status: result.status }, result.cookies);
  },
});
