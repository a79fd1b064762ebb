import { cleanedText } from '../cleaned-text.ts';
import type { EventNotes } from '../event-notes.ts';
import { LIMITS } from '../schema.ts';
import type { AnyValue, KeyValue } from './generated/opentelemetry/proto/common/v1/common_pb.js';
import type { Attributes, AttributeValue } from './span.ts';
import { SpanRejection } from './span-rejection.ts';

/** Flattened lists (messages, hits) take many keys. */
const MOST_KEYS = 10_000;
/** Larger than a field of a query: such a text is often JSON that still has to be taken apart. */
const TEXT_BYTES = 2 ** 20;

/**
 * Attributes of one span, as decoded, with every text cleaned; what was changed is added to `notes`. Throws
 * SpanRejection for values nested deeper than 64 levels and for more than 10,000 keys.
 */
export function attributesOf(sent: readonly KeyValue[], notes: EventNotes): Attributes {
  return new AttributeReader(notes).map(sent, 0, '');
}

class AttributeReader {
  private readonly notes: EventNotes;
  private keys = 0;

  constructor(notes: EventNotes) {
    this.notes = notes;
  }

  /** Of two values under one key the last stays, as in JSON. */
  map(sent: readonly KeyValue[], depth: number, path: string): Map<string, AttributeValue> {
    const map = new Map<string, AttributeValue>();
    for (const { key, value } of sent) {
      if (++this.keys > MOST_KEYS)
        throw new SpanRejection('span_invalid', `has more than ${MOST_KEYS} attributes`);
      const name = attributeText(key, path, this.notes);
      map.set(name, this.value(value, depth, path === '' ? name : path));
    }
    return map;
  }

  private value(sent: AnyValue | undefined, depth: number, path: string): AttributeValue {
    if (depth > LIMITS.depth)
      throw new SpanRejection('span_too_deep', `${path} is nested deeper than ${LIMITS.depth} levels`);
    const value = sent?.value;
    if (value?.case === undefined) return null;
    switch (value.case) {
      case 'stringValue':
        return attributeText(value.value, path, this.notes);
      case 'intValue':
        return safeInteger(value.value);
      case 'arrayValue':
        return value.value.values.map((item) => this.value(item, depth + 1, path));
      case 'kvlistValue':
        return this.map(value.value.values, depth + 1, path);
      default:
        return value.value;
    }
  }
}

export function attributeText(sent: string, path: string, notes: EventNotes): string {
  const cleaned = cleanedText(sent, TEXT_BYTES);
  if (cleaned === undefined) return sent;
  for (const mark of cleaned.marks) notes.marks.add(mark);
  if (cleaned.cutFromBytes !== undefined) notes.cutLengths.set(path.slice(0, 512), cleaned.cutFromBytes);
  return cleaned.text;
}

function safeInteger(sent: bigint): number | bigint {
  const number = Number(sent);
  return Number.isSafeInteger(number) ? number : sent;
}
