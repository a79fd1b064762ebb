import { hash } from 'node:crypto';
import type { EventNotes } from '../event-notes.ts';
import { attributesOf } from './attributes.ts';
import type { LogRecord } from './generated/opentelemetry/proto/logs/v1/logs_pb.js';
import type { SpanIds } from './span-ids.ts';
import type { ReceivedSpan, SpanGroup } from './span-of-message.ts';
import { SpanRejection } from './span-rejection.ts';

const EVALUATION = 'gen_ai.evaluation.result';

/** Whether a log record says how something was evaluated; older SDKs name the event in an attribute. */
export function isEvaluation(record: LogRecord): boolean {
  if (record.eventName !== '') return record.eventName === EVALUATION;
  const name = record.attributes.find(({ key }) => key === 'event.name')?.value?.value;
  return name?.case === 'stringValue' && name.value === EVALUATION;
}

/**
 * An evaluation that was logged, as a span without duration below the span it belongs to, which carries it as
 * its event: evaluations then come one way only. Its id is a hash of what it says, so a resend is the same span.
 * `target` has the ids of the record itself.
 */
export function evaluationSpan(
  record: LogRecord,
  target: Pick<SpanIds, 'traceId' | 'parentSpanId'>,
  group: SpanGroup,
  notes: EventNotes,
): ReceivedSpan {
  const attributes = attributesOf(record.attributes, notes);
  const timeNs = record.timeUnixNano === 0n ? record.observedTimeUnixNano : record.timeUnixNano;
  if (timeNs === 0n) throw new SpanRejection('span_time', 'timeUnixNano is missing or zero');
  const content = [target.traceId, target.parentSpanId, String(timeNs), [...attributes].map(String)];
  return {
    span: {
      ...target,
      spanId: hash('sha256', JSON.stringify(content), 'hex').slice(0, 16),
      name: EVALUATION,
      kind: 1,
      startNs: timeNs,
      endNs: timeNs,
      attributes: new Map(),
      events: [{ name: EVALUATION, timeNs, attributes }],
      status: { code: 0, message: '' },
      scope: group.scope,
      resource: group.resource,
    },
    notes,
  };
}
