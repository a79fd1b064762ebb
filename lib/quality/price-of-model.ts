import listed from './model-prices.json' with { type: 'json' };

/** US dollars a million tokens, for queries that started at `validFromMs` (epoch ms) or later. */
export interface ModelPrice {
  pattern: string;
  inputUsd: number;
  /** Null: cached input costs what input does. */
  cachedUsd: number | null;
  outputUsd: number;
  validFromMs: number;
}

/** A list that comes with the program. Prices change: they must be checked against the provider's own page. */
export const LISTED_PRICES = listed;

/** Dates and the like behind a listed name: gpt-4o-2024-08-06, claude-sonnet-4-5@20250929, -latest. */
const SUFFIX = /^(?:[-@](?:\d{8}|\d{4}-\d{2}-\d{2}|\d{3,4}|latest|preview))?$/;

/**
 * What a model costs: the project's own price whose pattern has the most letters, of several the latest that was
 * valid at `atMs`; else the listed one of exactly that name, but for a date behind it. A provider before a slash
 * (openai/gpt-4o) does not count. Undefined where no price is known.
 */
export function priceOfModel(
  own: readonly ModelPrice[],
  model: string,
  atMs: number,
): ModelPrice | undefined {
  const name = model.trim().toLowerCase();
  if (name === '') return undefined;
  const bare = name.slice(name.lastIndexOf('/') + 1);
  const matching = own.filter(
    ({ pattern, validFromMs }) =>
      validFromMs <= atMs && (matches(pattern, name) || (bare !== name && matches(pattern, bare))),
  );
  return matching.length > 0 ? matching.reduce(closer) : listedPrice(bare);
}

function closer(a: ModelPrice, b: ModelPrice): ModelPrice {
  const letters = ({ pattern }: ModelPrice) => pattern.replaceAll('*', '').length;
  const more = letters(b) - letters(a);
  return more > 0 || (more === 0 && b.validFromMs > a.validFromMs) ? b : a;
}

/** Without a regular expression: the parts between the stars in their order. */
function matches(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last))
    return false;
  let at = first.length;
  const end = name.length - last.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

function listedPrice(bare: string): ModelPrice | undefined {
  const price = LISTED_PRICES.prices.find(
    ({ pattern }) => bare.startsWith(pattern) && SUFFIX.test(bare.slice(pattern.length)),
  );
  return price && { ...price, validFromMs: 0 };
}

/**
 * What the tokens cost in US dollars; cached tokens are part of input. Null where the price, or one of input and
 * output, is not known: a half cost would look like a whole one.
 */
export function estimatedCostUsd(
  price: ModelPrice | undefined,
  { input, cached, output }: { input: number | null; cached: number | null; output: number | null },
): number | null {
  if (price === undefined || input === null || output === null) return null;
  const fromCache = Math.min(cached ?? 0, input);
  const { inputUsd, cachedUsd, outputUsd } = price;
  return (
    ((input - fromCache) * inputUsd + fromCache * (cachedUsd ?? inputUsd) + output * outputUsd) / 1_000_000
  );
}
