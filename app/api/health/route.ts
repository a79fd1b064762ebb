import { z } from 'zod';
import { defineRoute } from '../../_server/define-route.ts';

export const GET = defineRoute({
  summary: '200 while the process lives.',
  permission: 'public',
  answer: z.object({ status: z.literal('alive') }),
  handle: async () => ({ status: 'alive' as const }),
});
