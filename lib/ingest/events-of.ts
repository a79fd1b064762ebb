import type { EventUnit } from './counters.ts';

/** Members of a decoded body that hold its events; spans and log records come decoded one by one. */
const LISTS: Record<EventUnit, readonly string[]> = {
  query: ['queries'],
  score: ['scores'],
  chunk: ['chunks'],
  feedback: [],
  span: ['spans', 'rejected'],
  log_record: ['spans', 'rejected'],
};

/** How many events of a unit a decoded body holds, before anything else of it is checked; what is no list is one. */
export function eventsOf(body: unknown, unit: EventUnit): number {
  const lists = LISTS[unit].map((name) => member(body, name)).filter((list) => Array.isArray(list));
  return Math.max(
    1,
    lists.reduce((sum, { length }) => sum + length, 0),
  );
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
