/** The most tokens of one example, and the price of training as its service announced it. */
export interface TrainingTarget {
  title: string;
  maxTokens: number;
  /** Absent: trained on machines of one's own, or with whoever gives a price. */
  announced?: { usdPerMillionTokens: number; on: string };
}

/**
 * What files are made for. The limits of hosted models are those of Azure's table of fine-tuning limits. The prices are
 * those of OpenAI's announcements, the last day on which a figure could be checked; whoever knows a better one gives
 * it in the recipe.
 */
export const TARGETS = {
  'open-2k': { title: 'Open model, 2,048 tokens an example', maxTokens: 2_048 },
  'open-8k': { title: 'Open model, 8,192 tokens an example', maxTokens: 8_192 },
  'open-32k': { title: 'Open model, 32,768 tokens an example', maxTokens: 32_768 },
  'gpt-4o-mini': {
    title: 'gpt-4o-mini',
    maxTokens: 65_536,
    announced: { usdPerMillionTokens: 3, on: '23 July 2024' },
  },
  'gpt-4o': {
    title: 'gpt-4o',
    maxTokens: 65_536,
    announced: { usdPerMillionTokens: 25, on: '20 August 2024' },
  },
  'gpt-3.5-turbo': {
    title: 'gpt-3.5-turbo',
    maxTokens: 16_385,
    announced: { usdPerMillionTokens: 8, on: '23 July 2024' },
  },
} as const satisfies Record<string, TrainingTarget>;

export type TargetId = keyof typeof TARGETS;
export const TARGET_IDS = Object.keys(TARGETS) as [TargetId, ...TargetId[]];
export const DEFAULT_TARGET: TargetId = 'open-8k';
export const DEFAULT_EPOCHS = 3;

/** The dollars that so many tokens cost, with where the price is from; undefined without a price. */
export function trainingCost(
  tokens: number,
  recipe: { target: TargetId; epochs: number; usdPerMillionTokens?: number | undefined },
): string | undefined {
  const { announced }: TrainingTarget = TARGETS[recipe.target];
  const price = recipe.usdPerMillionTokens ?? announced?.usdPerMillionTokens;
  if (price === undefined) return undefined;
  const epochs = recipe.epochs === 1 ? '1 epoch' : `${recipe.epochs} epochs`;
  const usd = ((tokens * recipe.epochs * price) / 1e6).toFixed(2);
  const source =
    recipe.usdPerMillionTokens === undefined
      ? `list price of ${announced?.on}, $${price} a million tokens; check yours`
      : `at $${price} a million tokens`;
  return `about $${usd} for ${epochs} (${source})`;
}
