import { type EventNotes, newNotes } from '../event-notes.ts';
import { evaluationSpan, isEvaluation } from './evaluation-span.ts';
import type { InstrumentationScope } from './generated/opentelemetry/proto/common/v1/common_pb.js';
import type { LogRecord } from './generated/opentelemetry/proto/logs/v1/logs_pb.js';
import type { Resource } from './generated/opentelemetry/proto/resource/v1/resource_pb.js';
import type { Span as SpanMessage } from './generated/opentelemetry/proto/trace/v1/trace_pb.js';
import { evaluatedIds, type SentIds, spanIds } from './span-ids.ts';
import { type ReceivedSpan, type SpanGroup, spanGroup, spanOfMessage } from './span-of-message.ts';
import { type RejectedSpan, SpanRejection } from './span-rejection.ts';

/**
 * Messages decoded one by one, whichever encoding they came in. Each function throws SpanRejection and adds what it had
 * to change to the notes.
 */
export interface SentGroup<T> {
  resource: (notes: EventNotes) => Resource | undefined;
  scope: (notes: EventNotes) => InstrumentationScope | undefined;
  items: readonly SentItem<T>[];
}

export interface SentItem<T> {
  name: unknown;
  ids: SentIds;
  message: (notes: EventNotes) => T;
}

/** What an export holds: the spans that can be stored, why others cannot, and how many records say nothing here. */
export interface ReceivedSpans {
  spans: ReceivedSpan[];
  rejected: RejectedSpan[];
  ignored: number;
}

const NAME_CHARACTERS = 256;

/** Every span on its own, so that a bad one leaves its neighbours alone. */
export function receivedSpans(groups: Iterable<SentGroup<SpanMessage>>): ReceivedSpans {
  return received(groups, (item, group) => {
    const notes = newNotes();
    return spanOfMessage(item.message(notes), spanIds(item.ids), group(), notes);
  });
}

/** The evaluations among log records, as spans; all other records are ignored. */
export function receivedEvaluations(groups: Iterable<SentGroup<LogRecord>>): ReceivedSpans {
  return received(groups, (item, group) => {
    const notes = newNotes();
    const record = item.message(notes);
    return isEvaluation(record) ? evaluationSpan(record, evaluatedIds(item.ids), group(), notes) : undefined;
  });
}

function received<T>(
  groups: Iterable<SentGroup<T>>,
  read: (item: SentItem<T>, group: () => SpanGroup) => ReceivedSpan | undefined,
): ReceivedSpans {
  const found: ReceivedSpans = { spans: [], rejected: [], ignored: 0 };
  let index = 0;
  for (const { resource, scope, items } of groups) {
    let group: SpanGroup | undefined;
    const groupOnce = () => {
      if (group === undefined) {
        const notes = newNotes();
        group = spanGroup(resource(notes), scope(notes), notes);
      }
      return group;
    };
    for (const item of items) {
      try {
        const span = read(item, groupOnce);
        if (span === undefined) found.ignored += 1;
        else found.spans.push(span);
      } catch (error) {
        if (!(error instanceof SpanRejection)) throw error;
        found.rejected.push({
          index,
          code: error.code,
          message: error.message,
          name: typeof item.name === 'string' ? item.name.slice(0, NAME_CHARACTERS).toWellFormed() : '',
        });
      }
      index += 1;
    }
  }
  return found;
}
