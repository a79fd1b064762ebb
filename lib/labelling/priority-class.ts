import { z } from 'zod';

const storedRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('random'), rate: z.number() }),
  z.object({ kind: z.literal('priority'), rate: z.number(), floor: z.number() }),
  z.object({
    kind: z.literal('stratified'),
    by: z.string(),
    rates: z.record(z.string(), z.number()),
    otherRate: z.number(),
  }),
]);

export const DRAWN_AT_RANDOM = 'queries drawn at random';

/**
 * The words for what gave a query its rate, from the rules as their run stored them. Queries of one class had the
 * same reason to be drawn, so that those of them that are labelled can stand for the others. Rules of which the rate
 * fits none, or that cannot be read, draw at random.
 */
export function priorityClass(storedRules: unknown, rate: number): string {
  const rules = z.array(storedRuleSchema).safeParse(storedRules).data ?? [];
  return rules.map((rule) => classOf(rule, rate)).find((name) => name !== undefined) ?? DRAWN_AT_RANDOM;
}

function classOf(rule: z.output<typeof storedRuleSchema>, rate: number): string | undefined {
  if (rule.kind === 'random') return rule.rate === rate ? DRAWN_AT_RANDOM : undefined;
  if (rule.kind === 'priority') {
    if (rule.rate === rate) return 'queries put first by a rule';
    return rule.floor === rate ? 'rest of traffic' : undefined;
  }
  // All strata are one class: small ones have the same rate, so that the rate does not tell them apart.
  const rates = [...Object.values(rule.rates), rule.otherRate];
  return rates.includes(rate) ? `queries drawn by ${rule.by}` : undefined;
}
