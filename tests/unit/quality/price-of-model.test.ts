import { describe, expect, test } from 'vitest';
import {
  estimatedCostUsd,
  LISTED_PRICES,
  type ModelPrice,
  priceOfModel,
} from '#lib/quality/price-of-model.ts';

const price = (pattern: string, validFrom = '2000-01-01', inputUsd = 1): ModelPrice => ({
  pattern,
  inputUsd,
  cachedUsd: null,
  outputUsd: 2,
  validFromMs: Date.parse(validFrom),
});
const AT = Date.parse('2026-03-01T12:00:00Z');
const found = (own: ModelPrice[], model: string, at = AT) => priceOfModel(own, model, at)?.pattern;

describe('which price is a model’s', () => {
  test.each([
    ['exactly', ['my-model'], 'my-model', 'my-model'],
    ['a star is anything', ['my-*'], 'my-model-2', 'my-*'],
    ['a star may be nothing', ['my-model*'], 'my-model', 'my-model*'],
    ['in any case', ['My-Model'], 'my-MODEL', 'My-Model'],
    ['behind a provider', ['my-model'], 'azure/my-model', 'my-model'],
    ['with a provider', ['azure/*'], 'azure/my-model', 'azure/*'],
    ['the pattern with the most letters', ['*', 'my-*', 'my-model-*'], 'my-model-2', 'my-model-*'],
    ['parts in their order', ['a*b*c'], 'a-c-b', undefined],
    ['no two parts of one letter', ['ab*ba'], 'aba', undefined],
    ['own before the listed', ['gpt-*'], 'gpt-4o', 'gpt-*'],
    ['a pattern is no regular expression', ['my.model'], 'my-model', undefined],
  ])('%s', (_, patterns, model, expected) => {
    expect(
      found(
        patterns.map((pattern) => price(pattern)),
        model,
      ),
    ).toBe(expected);
  });

  test('of one pattern the latest that was valid on the day', () => {
    const own = [price('m', '2026-01-01', 1), price('m', '2026-02-01', 2), price('m', '2026-04-01', 4)];
    expect(priceOfModel(own, 'm', AT)?.inputUsd).toBe(2);
    expect(priceOfModel(own, 'm', Date.parse('2026-04-01T00:00:00Z'))?.inputUsd).toBe(4);
    expect(priceOfModel(own, 'm', Date.parse('2025-12-31T23:59:59Z'))).toBeUndefined();
  });

  test.each([
    ['gpt-4o', 'gpt-4o'],
    ['gpt-4o-2024-08-06', 'gpt-4o'],
    ['openai/gpt-4o-mini-2024-07-18', 'gpt-4o-mini'],
    ['claude-sonnet-4-5@20250929', 'claude-sonnet-4-5'],
    ['gpt-4o-audio', undefined],
    ['gpt-4', undefined],
    ['', undefined],
  ])('listed: %s', (model, expected) => {
    expect(found([], model)).toBe(expected);
  });

  test('the list is dated, and each name stands in it once', () => {
    expect(LISTED_PRICES.readOn).toMatch(/^\d{4}-\d\d-\d\d$/);
    const names = LISTED_PRICES.prices.map(({ pattern }) => pattern);
    expect(new Set(names).size).toBe(names.length);
  });
});

test('cached tokens are part of input; a half known cost is none', () => {
  const own = { ...price('m'), inputUsd: 2, cachedUsd: 0.5, outputUsd: 10 };
  const tokens = { input: 1_000_000, cached: 400_000, output: 100_000 };
  expect(estimatedCostUsd(own, tokens)).toBeCloseTo(1.2 + 0.2 + 1, 12);
  expect(estimatedCostUsd({ ...own, cachedUsd: null }, tokens)).toBeCloseTo(2 + 1, 12);
  expect(estimatedCostUsd(own, { ...tokens, cached: null })).toBeCloseTo(3, 12);
  expect(estimatedCostUsd(own, { ...tokens, cached: 2_000_000 })).toBeCloseTo(0.5 + 1, 12);
  expect(estimatedCostUsd(own, { ...tokens, output: null })).toBeNull();
  expect(estimatedCostUsd(undefined, tokens)).toBeNull();
});
