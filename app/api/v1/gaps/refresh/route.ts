import { z } from 'zod';
import { refreshGaps } from '#lib/quality/refresh-gaps.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Look for knowledge gaps at once instead of within ten minutes',
  permission: 'gaps:assign',
  answer: z.object({ gaps: z.number(), opened: z.number(), closed: z.number(), reopened: z.number() }),
  handle: (ctx) => refreshGaps(ctx),
});
