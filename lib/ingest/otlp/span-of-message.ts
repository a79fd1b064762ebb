import type { EventNotes } from '../event-notes.ts';
import { attributesOf, attributeText } from './attributes.ts';
import type { InstrumentationScope } from './generated/opentelemetry/proto/common/v1/common_pb.js';
import type { Resource } from './generated/opentelemetry/proto/resource/v1/resource_pb.js';
import type { Span as SpanMessage } from './generated/opentelemetry/proto/trace/v1/trace_pb.js';
import type { Attributes, Span } from './span.ts';
import type { SpanIds } from './span-ids.ts';
import { SpanRejection } from './span-rejection.ts';

const NAME_CHARACTERS = 1_024;
const EVENTS = 2_000;

/** A span as it can be stored, and what was changed in it. */
export interface ReceivedSpan {
  span: Span;
  notes: EventNotes;
}

/** What a group of spans was sent under. */
export interface SpanGroup {
  scope: Span['scope'];
  resource: Attributes;
  notes: EventNotes;
}

export function spanGroup(
  resource: Resource | undefined,
  scope: InstrumentationScope | undefined,
  notes: EventNotes,
): SpanGroup {
  return {
    resource: attributesOf(resource?.attributes ?? [], notes),
    scope: {
      name: nameText(scope?.name ?? '', notes),
      version: nameText(scope?.version ?? '', notes),
    },
    notes,
  };
}

/**
 * A decoded span whose ids were read before; what is changed in it is added to `notes`. Throws SpanRejection for what
 * cannot be stored.
 */
export function spanOfMessage(
  message: SpanMessage,
  ids: SpanIds,
  group: SpanGroup,
  notes: EventNotes,
): ReceivedSpan {
  for (const mark of group.notes.marks) notes.marks.add(mark);
  for (const [path, bytes] of group.notes.cutLengths) notes.cutLengths.set(path, bytes);
  const startNs = message.startTimeUnixNano;
  if (startNs === 0n) throw new SpanRejection('span_time', 'startTimeUnixNano is missing or zero');
  if (message.events.length > EVENTS)
    throw new SpanRejection('span_invalid', `has more than ${EVENTS} events`);
  const span: Span = {
    traceId: ids.traceId,
    spanId: ids.spanId,
    parentSpanId: ids.parentSpanId,
    name: nameText(message.name, notes),
    kind: message.kind >= 0 && message.kind <= 5 ? message.kind : 0,
    startNs,
    // Without an end the span was sent before it was finished.
    endNs: message.endTimeUnixNano === 0n ? startNs : message.endTimeUnixNano,
    attributes: attributesOf(message.attributes, notes),
    events: message.events.map((event) => ({
      name: nameText(event.name, notes),
      timeNs: event.timeUnixNano,
      attributes: attributesOf(event.attributes, notes),
    })),
    ...(ids.links.length === 0 ? {} : { links: ids.links }),
    status: {
      code: statusCode(message.status?.code),
      message: attributeText(message.status?.message ?? '', 'status.message', notes),
    },
    scope: group.scope,
    resource: group.resource,
  };
  return { span, notes };
}

function nameText(sent: string, notes: EventNotes): string {
  return attributeText(sent.slice(0, NAME_CHARACTERS), 'name', notes);
}

function statusCode(sent: number | undefined): 0 | 1 | 2 {
  return sent === 1 || sent === 2 ? sent : 0;
}
