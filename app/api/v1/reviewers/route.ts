import { reviewerListSchema } from '#lib/labelling/agreement-schema.ts';
import { listReviewers } from '#lib/labelling/queries/reviewers.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'What each reviewer did, and how it holds against other reviewers and against decided queries',
  permission: 'queues:manage',
  answer: reviewerListSchema,
  handle: async (ctx) => ({ items: await listReviewers(ctx) }),
});
