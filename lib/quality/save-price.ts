import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { actorName } from '../auth/actor-name.ts';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { forgetAnswerRules } from './answer-rules.ts';
import { type PriceView, priceView, savePriceSchema } from './price-schema.ts';

/**
 * Saves what the project pays for a model; the same pattern and start again replaces the price. Only queries that
 * come afterwards are estimated with it: a stored cost is what was known then, and stays.
 */
export async function savePrice(ctx: Context, input: z.input<typeof savePriceSchema>): Promise<PriceView> {
  requirePermission(ctx, 'answer-rules:write');
  const { pattern, validFrom, ...prices } = savePriceSchema.parse(input);
  const { actor } = ctx;
  const { controlPlane } = ctx.stores;
  const projectId = ctx.project.id;
  const at = ctx.now();
  const key = { projectId, pattern, validFrom: new Date(validFrom) };
  const values = { ...prices, createdBy: actorName(ctx), createdAt: at };
  const row = await controlPlane.prisma.$transaction(async (tx) => {
    const saved = await tx.modelPrice.upsert({
      where: { projectId_pattern_validFrom: key },
      create: { id: uuidv7(), ...key, ...values },
      update: values,
    });
    const detail = { ...prices, validFrom };
    await recordAuditEvent(tx, { action: 'price_saved', at, actor, projectId, subject: pattern, detail });
    return saved;
  });
  forgetAnswerRules(controlPlane, projectId);
  return priceView(row);
}
