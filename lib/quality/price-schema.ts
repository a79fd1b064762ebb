import { z } from 'zod';

const usd = z.number().min(0).max(100_000);

/** US dollars a million tokens. `*` in the pattern stands for anything. */
export const savePriceSchema = z.strictObject({
  pattern: z.string().trim().min(1, 'is needed').max(200),
  inputUsd: usd.describe('A million input tokens.'),
  cachedUsd: usd
    .nullable()
    .default(null)
    .describe('A million cached input tokens; as the others where null.'),
  outputUsd: usd.describe('A million output tokens.'),
  validFrom: z.iso
    .datetime({ offset: true })
    .default('2000-01-01T00:00:00Z')
    .describe('For queries that started then or later.'),
});

export const priceSchema = z.object({
  id: z.string(),
  pattern: z.string(),
  inputUsd: z.number(),
  cachedUsd: z.number().nullable(),
  outputUsd: z.number(),
  validFrom: z.string(),
  createdBy: z.string(),
});
export type PriceView = z.output<typeof priceSchema>;

/** The project's own prices, and those of the list that comes with the program, with its date. */
export const priceListSchema = z.object({
  items: z.array(priceSchema),
  list: z.object({
    readOn: z.string(),
    source: z.string(),
    prices: z.array(priceSchema.pick({ pattern: true, inputUsd: true, cachedUsd: true, outputUsd: true })),
  }),
});
export type PriceList = z.output<typeof priceListSchema>;

export function priceView(row: Omit<PriceView, 'validFrom'> & { validFrom: Date }): PriceView {
  const { id, pattern, inputUsd, cachedUsd, outputUsd, createdBy } = row;
  return { id, pattern, inputUsd, cachedUsd, outputUsd, validFrom: row.validFrom.toISOString(), createdBy };
}
