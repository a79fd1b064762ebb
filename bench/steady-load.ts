import { generatedQuery } from './generator.ts';
import { sendBodies } from './send-queries.ts';

const BATCH = 25;
const PAUSE_MS = 250;

/**
 * Sends about a hundred queries a second, of the present, until it is halted. `sent` says how many were acknowledged
 * by then; it rejects where one was not.
 */
export function steadyLoad(target: { url: string; key: string }): {
  sent: Promise<number>;
  halt: () => void;
} {
  let isRunning = true;
  const run = async () => {
    let sent = 0;
    while (isRunning) {
      const queries = Array.from({ length: BATCH }, (_, i) => ({
        ...generatedQuery(sent + i, 1, Date.now()),
        id: `load-${sent + i}`,
        startedAt: Date.now(),
      }));
      await sendBodies(target, [JSON.stringify({ queries })], 1);
      sent += BATCH;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return sent;
  };
  const sent = run();
  // Whoever awaits it hears of a fault; until then it must not end the process.
  sent.catch(() => {});
  return {
    sent,
    halt: () => {
      isRunning = false;
    },
  };
}
