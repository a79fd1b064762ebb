import { formatFailures, formatFailuresSchema } from '#lib/quality/queries/format-failures.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Why answers had not the form that the project asks for, the most frequent reason first',
  permission: 'quality:read',
  filter: true,
  answer: formatFailuresSchema,
  handle: (ctx, { filter }) => formatFailures(ctx, filter),
});
