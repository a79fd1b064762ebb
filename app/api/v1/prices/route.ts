import { priceListSchema, priceSchema, savePriceSchema } from '#lib/quality/price-schema.ts';
import { listPrices } from '#lib/quality/queries/prices.ts';
import { savePrice } from '#lib/quality/save-price.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'What models cost: the prices of the project, and the dated list that comes with Faultline',
  permission: 'quality:read',
  answer: priceListSchema,
  handle: (ctx) => listPrices(ctx),
});

export const POST = defineRoute({
  summary: 'Save what the project pays for a model; stored costs stay as they are',
  permission: 'answer-rules:write',
  body: savePriceSchema,
  answer: priceSchema,
  handle: (ctx, { body }) => savePrice(ctx, body),
});
