import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { type Series, TRAFFIC_METRICS, type TrafficParams, trafficParamsSchema } from '../schema.ts';
import { SeriesBuilder } from '../series-builder.ts';
import { addMeasures } from './answer-measures.ts';
import { resolveSlice } from './resolve-slice.ts';

/** What is known before anybody labels: volume, errors and total latency. */
export async function traffic(ctx: Context, filter: Filter, input: TrafficParams = {}): Promise<Series> {
  requirePermission(ctx, 'quality:read');
  const params = trafficParamsSchema.parse(input);
  const slice = await resolveSlice(ctx, filter, params);
  const builder = new SeriesBuilder(params.metrics ?? TRAFFIC_METRICS);
  if (slice.starts.length > 0) await addMeasures(ctx, slice, builder);
  return builder.answer(slice, 'none');
}
