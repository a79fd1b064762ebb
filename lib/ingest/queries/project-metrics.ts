import { Gauge, Registry } from 'prom-client';
import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { ingestState } from '../ingest-state.ts';
import { quarantinedCounts } from './quarantined-counts.ts';

/**
 * The metrics of one project and of the process in the text format of Prometheus. Counters run since the process
 * started; nothing in them tells of another project.
 */
export async function projectMetrics(ctx: Context): Promise<string> {
  requirePermission(ctx, 'queries:read');
  const { counters } = ingestState(ctx.stores);
  const stored = new Registry();
  const quarantined = new Gauge({
    name: 'faultline_quarantined_events',
    help: 'Events that wait in quarantine, by kind and reason.',
    labelNames: ['unit', 'reason'],
    registers: [stored],
  });
  for (const { unit, code, waiting } of await quarantinedCounts(ctx))
    quarantined.set({ unit, reason: code }, waiting);
  const parts = [counters.ofProject(ctx.project.id).registry, stored, counters.process];
  return (await Promise.all(parts.map((registry) => registry.metrics()))).join('\n');
}
