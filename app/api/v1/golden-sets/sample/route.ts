import { drawGoldenSample } from '#lib/golden-sets/queries/sample.ts';
import { goldenSampleSchema } from '#lib/golden-sets/sample-schema.ts';
import { sampleRequestSchema } from '#lib/golden-sets/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Labelled queries that stand for all that match, and how well; nothing is saved',
  permission: 'golden-sets:write',
  filter: true,
  query: sampleRequestSchema.pick({ size: true }),
  answer: goldenSampleSchema,
  handle: (ctx, { filter, query }) => drawGoldenSample(ctx, { filter, ...query }),
});
