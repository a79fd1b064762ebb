/** Sends one server-sent event; its data is JSON, in one line. */
export type SendEvent = (name: string, data: unknown) => void;

/** Server-sent events, as `work` sends them; the stream ends with it. What is sent after the reader left is dropped. */
export function eventStream(work: (send: SendEvent) => Promise<void>): Response {
  const encoder = new TextEncoder();
  let isOpen = true;
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const send: SendEvent = (name, data) => {
        if (isOpen) controller.enqueue(encoder.encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));
      };
      await work(send);
      if (isOpen) controller.close();
    },
    cancel: () => {
      isOpen = false;
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}
