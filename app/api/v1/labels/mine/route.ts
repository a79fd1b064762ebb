import { ownLabelsSchema } from '#lib/labelling/own-label-schema.ts';
import { listOwnLabels } from '#lib/labelling/queries/own-labels.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Your last 50 labels, newest first',
  permission: 'labels:write',
  answer: ownLabelsSchema,
  handle: async (ctx) => ({ items: await listOwnLabels(ctx) }),
});
