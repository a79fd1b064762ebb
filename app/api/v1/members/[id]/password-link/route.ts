import { z } from 'zod';
import { createPasswordLink } from '#lib/auth/create-password-link.ts';
import { passwordLinkMadeSchema } from '#lib/auth/schema.ts';
import { readSettings } from '#lib/platform/env.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'A link with which the member sets a new password, once within a day. It is told this once',
  permission: 'password-links:make',
  path: z.object({ id: z.string() }),
  answer: passwordLinkMadeSchema.extend({ url: z.string() }),
  status: 201,
  handle: async (ctx, { path }) => {
    const made = await createPasswordLink(ctx, { personId: path.id });
    return { ...made, url: `${readSettings().publicUrl}${made.path}` };
  },
});
