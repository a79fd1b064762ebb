import { Agent, request } from 'node:http';
import { generatedQuery } from './generator.ts';

export interface Load {
  from: number;
  to: number;
  total: number;
  endsAtMs: number;
  batch: number;
}

/** The bodies of the requests that carry queries `from` to `to`, made before anything is timed. */
export function requestBodies({ from, to, total, endsAtMs, batch }: Load): string[] {
  const count = Math.ceil((to - from) / batch);
  return Array.from({ length: count }, (_, n) => {
    const first = from + n * batch;
    const size = Math.min(batch, to - first);
    const queries = Array.from({ length: size }, (_, i) => generatedQuery(first + i, total, endsAtMs));
    return JSON.stringify(batch === 1 ? queries[0] : { queries });
  });
}

export interface Target {
  url: string;
  key: string;
  path?: string;
  contentType?: string;
}

/**
 * Posts the bodies on several kept-alive connections and returns how long each took, in ms. Plain node:http, because
 * the client shares the machine with the server. Throws at anything but 200.
 */
export async function sendBodies(
  target: Target,
  bodies: readonly (string | Uint8Array)[],
  connections: number,
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const durations: number[] = [];
  let next = 0;
  const send = async () => {
    while (next < bodies.length) {
      const body = bodies[next] ?? '';
      next += 1;
      const begin = performance.now();
      await post(target, agent, body);
      durations.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: connections }, send));
  agent.destroy();
  return durations;
}

function post(target: Target, agent: Agent, body: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${target.url}${target.path ?? '/api/v1/queries'}`,
      {
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${target.key}`,
          'content-type': target.contentType ?? 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode === 200) resolve();
          else reject(new Error(`${response.statusCode}: ${Buffer.concat(chunks).toString('utf8')}`));
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
