/** The most tokens of one example, and what a million trained tokens cost; null: on machines of one's own. */
export interface TrainingTarget {
  title: string;
  maxTokens: number;
  usdPerMillionTokens: number | null;
}

/**
 * What files are made for. The limits of hosted models are those of their services' documentation; prices are list
 * prices, which change: look them up before an order.
 */
export const TARGETS = {
  'open-2k': { title: 'Open model, 2,048 tokens an example', maxTokens: 2_048, usdPerMillionTokens: null },
  'open-8k': { title: 'Open model, 8,192 tokens an example', maxTokens: 8_192, usdPerMillionTokens: null },
  'open-32k': { title: 'Open model, 32,768 tokens an example', maxTokens: 32_768, usdPerMillionTokens: null },
  'gpt-4o-mini': { title: 'gpt-4o-mini', maxTokens: 65_536, usdPerMillionTokens: 3 },
  'gpt-4o': { title: 'gpt-4o', maxTokens: 65_536, usdPerMillionTokens: 25 },
  'gpt-3.5-turbo': { title: 'gpt-3.5-turbo', maxTokens: 16_385, usdPerMillionTokens: 8 },
} as const satisfies Record<string, TrainingTarget>;

export type TargetId = keyof typeof TARGETS;
export const TARGET_IDS = Object.keys(TARGETS) as [TargetId, ...TargetId[]];
export const DEFAULT_TARGET: TargetId = 'open-8k';
