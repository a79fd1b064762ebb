import { z } from 'zod';
import { versionDifference } from '#lib/golden-sets/queries/version-difference.ts';
import { versionDifferenceSchema } from '#lib/golden-sets/schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

const version = z.coerce.number().int().min(1);

export const GET = defineRoute({
  summary: 'What came in, left and changed from one version of a golden set to another',
  permission: 'golden-sets:read',
  path: z.object({ id: z.string() }),
  query: z.object({ since: version, until: version }),
  answer: versionDifferenceSchema,
  handle: (ctx, { path, query }) =>
    versionDifference(ctx, { setId: path.id, from: query.since, to: query.until }),
});
