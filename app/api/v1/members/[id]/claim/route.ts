import { z } from 'zod';
import { claimReviewerSchema } from '#lib/auth/member-schema.ts';
import { claimReviewer } from '#lib/labelling/claim-reviewer.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: "Say that a reviewer who came with an import is this member: the labels become the member's",
  permission: 'members:manage',
  path: z.object({ id: z.string() }),
  body: claimReviewerSchema.omit({ memberId: true }),
  answer: z.object({ labels: z.number() }),
  handle: (ctx, { path, body }) => claimReviewer(ctx, { memberId: path.id, reviewerId: body.reviewerId }),
});
