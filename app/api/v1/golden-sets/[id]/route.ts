import { z } from 'zod';
import { deletedGoldenSetSchema, deleteGoldenSet } from '#lib/golden-sets/delete-golden-set.ts';
import { readGoldenSet } from '#lib/golden-sets/queries/golden-sets.ts';
import { goldenSetDetailSchema } from '#lib/golden-sets/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

const path = z.object({ id: z.string() });

export const GET = defineRoute({
  summary: 'A golden set with its versions, the latest first',
  permission: 'golden-sets:read',
  path,
  answer: goldenSetDetailSchema,
  handle: (ctx, { path }) => readGoldenSet(ctx, path.id),
});

export const DELETE = defineRoute({
  summary: 'Delete a golden set with all its versions; exports no longer refuse its questions',
  permission: 'golden-sets:write',
  path,
  answer: deletedGoldenSetSchema,
  handle: (ctx, { path }) => deleteGoldenSet(ctx, path),
});
