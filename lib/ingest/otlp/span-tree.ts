import { readSpan, type SpanReading } from '../dialects/read-span.ts';
import type { Span } from './span.ts';

/** A span with its reading and its place in the trace. */
export interface Step {
  span: Span;
  reading: SpanReading;
  parent: Step | undefined;
  children: Step[];
  depth: number;
}

/**
 * The steps of a trace, parents before children, then by time. The same for any order and number of deliveries: of a
 * span that was sent twice the more complete one counts. A span whose parent is missing is a root, and so is the
 * earliest span of parents that go in a circle.
 */
export function spanTree(spans: readonly Span[]): Step[] {
  const steps = new Map(
    distinct(spans).map((span): [string, Step] => [
      span.spanId,
      { span, reading: readSpan(span), parent: undefined, children: [], depth: 0 },
    ]),
  );
  const ordered = [...steps.values()].sort(byTime);
  for (const step of ordered) {
    const parent = step.span.parentSpanId === undefined ? undefined : steps.get(step.span.parentSpanId);
    if (parent === undefined || parent === step) continue;
    step.parent = parent;
    parent.children.push(step);
  }
  placeBelow(ordered, new Set());
  return ordered.sort((a, b) => a.depth - b.depth || byTime(a, b));
}

/** Sets the depth of every step, and cuts circles open at their earliest step. */
function placeBelow(ordered: readonly Step[], placed: Set<Step>): void {
  const roots = ordered.filter((step) => step.parent === undefined);
  for (const start of [...roots, ...ordered]) {
    if (placed.has(start)) continue;
    if (start.parent !== undefined) {
      start.parent.children = start.parent.children.filter((child) => child !== start);
      start.parent = undefined;
    }
    const queue = [start];
    placed.add(start);
    for (const step of queue) {
      for (const child of step.children) {
        if (placed.has(child)) continue;
        child.depth = step.depth + 1;
        placed.add(child);
        queue.push(child);
      }
    }
  }
}

export function byTime(a: Step, b: Step): number {
  if (a.span.startNs !== b.span.startNs) return a.span.startNs < b.span.startNs ? -1 : 1;
  return a.depth - b.depth || (a.span.spanId < b.span.spanId ? -1 : 1);
}

export function byEnd(a: Step, b: Step): number {
  return a.span.endNs === b.span.endNs ? byTime(a, b) : a.span.endNs < b.span.endNs ? -1 : 1;
}

/** The steps above, nearest first. */
export function* ancestors(step: Step): Generator<Step> {
  for (let above = step.parent; above !== undefined; above = above.parent) yield above;
}

/** The steps below, nearest first. */
export function descendants(step: Step): Step[] {
  const found = [...step.children];
  for (const below of found) for (const child of below.children) found.push(child);
  return found;
}

function distinct(spans: readonly Span[]): Span[] {
  const best = new Map<string, Span>();
  for (const span of spans) {
    const other = best.get(span.spanId);
    if (other === undefined || isMoreComplete(span, other)) best.set(span.spanId, span);
  }
  return [...best.values()];
}

function isMoreComplete(span: Span, other: Span): boolean {
  if (span.endNs !== other.endNs) return span.endNs > other.endNs;
  const size = (it: Span) => it.attributes.size + it.events.length;
  if (size(span) !== size(other)) return size(span) > size(other);
  return canonical(span) > canonical(other);
}

/** Any fixed order does, so that the order of arrival does not matter. */
function canonical(span: Span): string {
  return JSON.stringify([span, [...span.attributes].sort(([a], [b]) => (a < b ? -1 : 1))], (_, value) =>
    typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] : value,
  );
}
