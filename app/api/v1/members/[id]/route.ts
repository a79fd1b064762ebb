import { z } from 'zod';
import { changeRole } from '#lib/auth/change-role.ts';
import { changeRoleSchema, memberChangeSchema } from '#lib/auth/member-schema.ts';
import { removeMember } from '#lib/auth/remove-member.ts';
import { releaseLeases } from '#lib/labelling/release-leases.ts';
import { conflictOr } from '../../../../_server/conflict-response.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

const path = z.object({ id: z.string() });

export const PATCH = defineRoute({
  summary: "Change a member's role; the member's sessions end",
  permission: 'members:manage',
  path,
  body: changeRoleSchema.omit({ personId: true }),
  answer: memberChangeSchema,
  handle: async (ctx, { path, body }) =>
    conflictOr(await changeRole(ctx, { personId: path.id, role: body.role })),
});

export const DELETE = defineRoute({
  summary: 'Remove a member; sessions end, labels stay',
  permission: 'members:manage',
  path,
  answer: memberChangeSchema,
  handle: async (ctx, { path }) => {
    const change = await removeMember(ctx, { personId: path.id });
    // Should this fail, the leases run out by themselves.
    if (change.status === 'changed') await releaseLeases(ctx, path.id);
    return conflictOr(change);
  },
});
