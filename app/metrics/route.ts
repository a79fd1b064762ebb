import { projectMetrics } from '#lib/ingest/queries/project-metrics.ts';
import { defineRoute } from '../_server/define-route.ts';

export const GET = defineRoute({
  summary: "Counters of the key's project and of the process, for Prometheus",
  permission: 'queries:read',
  handle: async (ctx) =>
    new Response(await projectMetrics(ctx), {
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
    }),
});
