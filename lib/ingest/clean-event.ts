import { cleanedText } from './cleaned-text.ts';
import type { EventNotes } from './event-notes.ts';
import { EventRejection } from './event-rejection.ts';
import { LIMITS, querySchema } from './schema.ts';

const LISTS = ['hits', 'candidates'] as const;
/** The schema's own names are bounded by its lists; only names that senders choose count towards the limit. */
const KNOWN_NAMES = new Set(Object.keys(querySchema.shape));
const KNOWN_HIT_NAMES = new Set(['id', 'text', 'title', 'source', 'metadata', 'score', 'cited']);
const EXACT_DIGITS_END = 1e21;

/**
 * Cleans a parsed JSON event in place: texts as in `cleanedText`, lists of hits cut at 200. What was changed is
 * added to `notes`. Throws EventRejection for what cannot be mended: nesting over 64, over 2,000 keys, a number
 * beyond the doubles.
 */
export function cleanEvent(event: Record<string, unknown>, notes: EventNotes): void {
  const walk = new Walk(notes);
  for (const name of LISTS) {
    const list = event[name];
    if (Array.isArray(list) && list.length > LIMITS.hits) {
      event[name] = list.slice(0, LIMITS.hits);
      notes.marks.add(`${name}_cut`);
    }
  }
  walk.object(event, 1, KNOWN_NAMES);
}

class Walk {
  private readonly notes: EventNotes;
  private readonly path: (string | number)[] = [];
  private keys = 0;

  constructor(notes: EventNotes) {
    this.notes = notes;
  }

  object(object: Record<string, unknown>, depth: number, known?: ReadonlySet<string>): void {
    this.checkDepth(depth);
    for (const key of Object.keys(object)) {
      if (!known?.has(key) && ++this.keys > LIMITS.keys)
        throw this.rejection('too_many_keys', `has more than ${LIMITS.keys} keys`);
      this.path.push(key);
      const before = object[key];
      const after = this.value(before, depth, known === KNOWN_NAMES);
      const name = this.text(key);
      if (name !== key) delete object[key];
      // Defined, not assigned: a key such as __proto__ stays a plain key.
      if (name !== key || after !== before) define(object, name, after);
      this.path.pop();
    }
  }

  private value(value: unknown, depth: number, top: boolean): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number') return this.number(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) this.array(value, depth + 1, top);
    else this.object(value as Record<string, unknown>, depth + 1);
    return value;
  }

  private array(array: unknown[], depth: number, top: boolean): void {
    this.checkDepth(depth);
    const areHits = top && (this.path[0] === 'hits' || this.path[0] === 'candidates');
    for (let i = 0; i < array.length; i++) {
      this.path.push(i);
      const item = array[i];
      if (areHits && typeof item === 'object' && item !== null && !Array.isArray(item))
        this.object(item as Record<string, unknown>, depth + 1, KNOWN_HIT_NAMES);
      else array[i] = this.value(item, depth, false);
      this.path.pop();
    }
  }

  private text(text: string): string {
    const cleaned = cleanedText(text);
    if (cleaned === undefined) return text;
    for (const mark of cleaned.marks) this.notes.marks.add(mark);
    if (cleaned.cutFromBytes !== undefined) {
      const path = this.path.join('.').slice(0, 512).toWellFormed();
      this.notes.cutLengths.set(path, cleaned.cutFromBytes);
    }
    return cleaned.text;
  }

  private number(value: number): number {
    if (!Number.isFinite(value)) throw this.rejection('not_finite', 'is beyond the range of a 64-bit float');
    // Whole numbers above 2^53 lost digits when the JSON was parsed.
    if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < EXACT_DIGITS_END)
      this.notes.marks.add('inexact_integer');
    return value;
  }

  private checkDepth(depth: number): void {
    if (depth > LIMITS.depth)
      throw this.rejection('too_deep', `is nested deeper than ${LIMITS.depth} levels`);
  }

  private rejection(code: 'too_deep' | 'too_many_keys' | 'not_finite', message: string): EventRejection {
    return new EventRejection(code, this.path.slice(0, 8).join('.').slice(0, 512).toWellFormed(), message);
  }
}

function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
