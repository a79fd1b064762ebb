import type { Attributes, AttributeValue } from '../otlp/span.ts';

/** No real list of messages or hits is longer; a larger index was made to cost memory. */
const MOST_ITEMS = 10_000;

/**
 * A list that was flattened into keys, `prefix.<i>.<rest>`: for each item, by rising index, its values by `<rest>`.
 * Gaps close up. `prefix.<i>` alone is the rest ``.
 */
export function indexedFamily(attributes: Attributes, prefix: string): Map<string, AttributeValue>[] {
  const start = `${prefix}.`;
  const items = new Map<number, Map<string, AttributeValue>>();
  for (const [key, value] of attributes) {
    if (!key.startsWith(start)) continue;
    const found = /^(\d{1,6})(?:\.|$)/.exec(key.slice(start.length));
    if (!found) continue;
    const index = Number(found[1]);
    let item = items.get(index);
    if (item === undefined) {
      if (items.size >= MOST_ITEMS) continue;
      item = new Map();
      items.set(index, item);
    }
    item.set(key.slice(start.length + found[0].length), value);
  }
  return [...items].sort(([a], [b]) => a - b).map(([, item]) => item);
}
