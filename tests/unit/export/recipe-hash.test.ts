import { expect, test } from 'vitest';
import { recipeHash } from '#lib/export/recipe-hash.ts';
import { recipeSchema } from '#lib/export/schema.ts';

const hash = (change: object) => recipeHash(recipeSchema.parse({ format: 'trl-sft', ...change }));

test('recipes that put the same rows into the files are the same, whatever is trained with them', () => {
  expect(hash({ target: 'gpt-4o', epochs: 1, usdPerMillionTokens: 2 })).toBe(hash({}));
  expect(hash({ filter: { verdict: ['correct'], model: ['m'] } })).toBe(
    hash({ filter: { model: ['m'], verdict: ['correct'] } }),
  );
});

test.each([
  { format: 'openai-chat' },
  { filter: { verdict: ['correct'] } },
  { agreement: 1 },
  { context: 'none' },
  { systemPrompt: { kind: 'none' } },
  { shares: { validation: 0, test: 0 } },
  { seed: 1 },
  { personalData: 'keep' },
  { excludeGold: false },
])('%j is another recipe', (change) => {
  expect(hash(change)).not.toBe(hash({}));
});
