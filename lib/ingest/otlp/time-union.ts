import type { Span } from './span.ts';

/** Milliseconds in which at least one of the spans ran; undefined where there is none. */
export function unionMs(spans: readonly Pick<Span, 'startNs' | 'endNs'>[]): number | undefined {
  if (spans.length === 0) return undefined;
  const sorted = spans.toSorted((a, b) => (a.startNs < b.startNs ? -1 : 1));
  let sum = 0n;
  let until = 0n;
  for (const { startNs, endNs } of sorted) {
    const from = startNs > until ? startNs : until;
    if (endNs <= from) continue;
    sum += endNs - from;
    until = endNs;
  }
  return milliseconds(sum);
}

/** Nanoseconds as milliseconds, with their fraction. */
export function milliseconds(ns: bigint): number {
  return Number(ns) / 1e6;
}

/** A time as whole milliseconds; as a number alone its nanoseconds would be rounded, maybe up. */
export function epochMs(ns: bigint): number {
  return Number(ns / 1_000_000n);
}
