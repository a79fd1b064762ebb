import { z } from 'zod';
import { createInvitation } from '#lib/auth/create-invitation.ts';
import { listInvitations } from '#lib/auth/invitations.ts';
import { createInvitationSchema, invitationMadeSchema, invitationSchema } from '#lib/auth/schema.ts';
import { readSettings } from '#lib/platform/env.ts';
import { conflictOr } from '../../../_server/conflict-response.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Invitations that can still be accepted, newest first.',
  permission: 'members:manage',
  answer: z.object({ items: z.array(invitationSchema) }),
  handle: async (ctx) => ({ items: await listInvitations(ctx) }),
});

export const POST = defineRoute({
  summary: 'Invites an address by a link that works once, for seven days. The link is told this once.',
  permission: 'members:manage',
  body: createInvitationSchema,
  answer: invitationMadeSchema.extend({ url: z.string() }),
  status: 201,
  handle: async (ctx, { body }) => {
    const made = conflictOr(await createInvitation(ctx, body));
    return made instanceof Response ? made : { ...made, url: `${readSettings().publicUrl}${made.path}` };
  },
});
