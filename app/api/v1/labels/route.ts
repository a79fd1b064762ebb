import { listLabels } from '#lib/labelling/queries/labels.ts';
import {
  batchAnswerSchema,
  labelPageSchema,
  listLabelsSchema,
  writeLabelsSchema,
} from '#lib/labelling/schema.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Current labels with their grades by hit id, newest first',
  permission: 'labels:read',
  query: listLabelsSchema,
  answer: labelPageSchema,
  handle: (ctx, { query }) => listLabels(ctx, query),
});

export const POST = defineRoute({
  summary: 'Write labels, up to 500 at once, each under the name of its reviewer',
  permission: 'labels:write',
  body: writeLabelsSchema,
  answer: batchAnswerSchema,
  handle: (ctx, { body }) => writeLabels(ctx, body),
});
