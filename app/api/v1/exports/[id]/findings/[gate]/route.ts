import { z } from 'zod';
import { listFindingRows } from '#lib/export/queries/findings.ts';
import { findingPageSchema, readFindingSchema } from '#lib/export/schema.ts';
import { defineRoute } from '../../../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'The queries that a gate of an export found something about',
  permission: 'exports:manage',
  path: z.object({ id: z.string(), gate: z.string() }),
  query: readFindingSchema,
  answer: findingPageSchema,
  handle: (ctx, { path, query }) => listFindingRows(ctx, { ...path, ...query }),
});
