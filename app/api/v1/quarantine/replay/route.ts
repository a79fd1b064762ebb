import {
  replayAnswerSchema,
  replayQuarantine,
  replayQuarantineSchema,
} from '#lib/ingest/replay-quarantine.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Take quarantined events in again: some by id, all of a reason, or all',
  permission: 'quarantine:replay',
  body: replayQuarantineSchema,
  answer: replayAnswerSchema,
  handle: (ctx, { body }) => replayQuarantine(ctx, body),
});
