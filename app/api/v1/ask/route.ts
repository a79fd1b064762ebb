import { type AskOptions, askQuestion } from '#lib/pipeline/ask-question.ts';
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
    const ask = (options: Partial<AskOptions>) =>
      askQuestion(ctx, body, { providers: connectedProviders, signal: request.signal, ...options });
    if (!body.stream) return jsonResponse(await ask({}));
    return eventStream(async (send) => {
      try {
        const answer = await ask({ onEvent: ({ kind, ...event }) => send(kind, event) });
        send('answer', answer);
      } catch (error) {
        // What the answer would have been without a stream: the status has gone out already.
        send('error', await errorResponse(error).json());
      }
    });
  },
});
