import { checkStores } from '#lib/platform/check-stores.ts';
import { getStores } from '#lib/platform/stores.ts';

/** 200 when both stores answer, else 503 naming which does not and why. */
export async function GET(): Promise<Response> {
  const failing = await checkStores(getStores());
  const ready = failing.length === 0;
  return Response.json(ready ? { status: 'ready' } : { status: 'not_ready', failing }, {
    status: ready ? 200 : 503,
    headers: ready ? {} : { 'retry-after': '5' },
  });
}
