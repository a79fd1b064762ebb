import { checkStores } from '#lib/platform/check-stores.ts';
import { defineRoute, jsonResponse } from '../../_server/define-route.ts';

export const GET = defineRoute({
  summary: '200 when both stores answer, else 503 naming which does not and why.',
  permission: 'public',
  handle: async ({ stores }) => {
    const failing = await checkStores(stores);
    return failing.length === 0
      ? jsonResponse({ status: 'ready' })
      : jsonResponse({ status: 'not_ready', failing }, 503, { 'retry-after': '5' });
  },
});
