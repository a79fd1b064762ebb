import { failureDetails, failureDetailsSchema } from '#lib/quality/queries/failure-details.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'What exactly went wrong with failed answers: details of each kind, with intervals',
  permission: 'quality:read',
  filter: true,
  answer: failureDetailsSchema,
  handle: (ctx, { filter }) => failureDetails(ctx, filter),
});
