import { z } from 'zod';
import { createPasswordLinkFor } from '#lib/auth/create-password-link.ts';
import { passwordLinkMadeSchema } from '#lib/auth/schema.ts';
import { isCommandLine } from '#lib/auth/sign-in-links.ts';
import { AppError } from '#lib/platform/errors.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Makes a link that sets the password of an account, for the command line on this machine.',
  permission: 'public',
  body: z.strictObject({ email: z.string().max(1_000) }),
  answer: passwordLinkMadeSchema,
  handle: async ({ stores, headers, now }, { body: { email } }) => {
    if (!isCommandLine(stores, headers, 'password link'))
      throw new AppError('unauthenticated', 'Only the command line of this installation may ask for a link.');
    const made = await createPasswordLinkFor(stores, email, now());
    if (made === undefined) throw new AppError('not_found', 'No account has this e-mail address.');
    return made;
  },
});
