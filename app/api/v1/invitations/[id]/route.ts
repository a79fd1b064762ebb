import { z } from 'zod';
import { revokeInvitation } from '#lib/auth/revoke-invitation.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const DELETE = defineRoute({
  summary: 'Takes an invitation back.',
  permission: 'members:manage',
  path: z.object({ id: z.string().max(64) }),
  answer: z.object({ status: z.enum(['revoked', 'gone']) }),
  handle: (ctx, { path }) => revokeInvitation(ctx, path),
});
