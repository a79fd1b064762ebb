/** Members of a body that hold a list of events: queries, scores and chunks in JSON, spans in OTLP. */
const LISTS = ['queries', 'scores', 'chunks'];

/** How many events a decoded body holds, before anything else of it is checked; what is no list is one event. */
export function eventsOf(body: unknown): number {
  const resources = member(body, 'resourceSpans');
  if (Array.isArray(resources))
    return Math.max(
      1,
      sum(resources, 'scopeSpans', (scope) => spansOf(scope)),
    );
  for (const name of LISTS) {
    const list = member(body, name);
    if (Array.isArray(list)) return Math.max(1, list.length);
  }
  return 1;
}

function spansOf(scope: unknown): number {
  const spans = member(scope, 'spans');
  return Array.isArray(spans) ? spans.length : 0;
}

function sum(items: readonly unknown[], name: string, count: (item: unknown) => number): number {
  return items
    .flatMap((item): unknown[] => {
      const inner = member(item, name);
      return Array.isArray(inner) ? inner : [];
    })
    .reduce((total: number, item) => total + count(item), 0);
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
