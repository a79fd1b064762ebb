import { type AskOptions, answerQuestion } from '#lib/pipeline/answer-question.ts';
import { askedQuestion } from '#lib/pipeline/asked-question.ts';
import { connectedProviders } from '#lib/pipeline/connected-providers.ts';
import { askAnswerSchema, askSchema } from '#lib/pipeline/schema.ts';
import { defineRoute, errorResponse, jsonResponse } from '../../../_server/define-route.ts';
import { eventStream } from '../../../_server/event-stream.ts';

export const POST = defineRoute({
  summary:
    'Ask a question of a knowledge base, or a logged query again. With `stream` server-sent events: retrieved, delta, answer or error',
  permission: 'knowledge:ask',
  body: askSchema,
  answer: askAnswerSchema,
  handle: async (ctx, { body, request }) => {
    // Wrong input is refused with its own status: a stream has begun with 200.
    const asked = await askedQuestion(ctx, body);
    const answer = (options: Partial<AskOptions>) =>
      answerQuestion(ctx, asked, { providers: connectedProviders, signal: request.signal, ...options });
    if (!body.stream) return jsonResponse(await answer({}));
    return eventStream(async (send) => {
      try {
        send('answer', await answer({ onEvent: ({ kind, ...event }) => send(kind, event) }));
      } catch (error) {
        // What the answer would have been without a stream: the status has gone out already.
        send('error', await errorResponse(error).json());
      }
    });
  },
});
