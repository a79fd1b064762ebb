import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { LISTED_PRICES } from '../price-of-model.ts';
import { type PriceList, priceView } from '../price-schema.ts';

/** The project's own prices by pattern, the latest first, and the list that comes with the program. */
export async function listPrices(ctx: Context): Promise<PriceList> {
  requirePermission(ctx, 'quality:read');
  const rows = await ctx.stores.controlPlane.prisma.modelPrice.findMany({
    where: { projectId: ctx.project.id },
    orderBy: [{ pattern: 'asc' }, { validFrom: 'desc' }],
  });
  return { items: rows.map(priceView), list: LISTED_PRICES };
}
