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

/** Sends the bodies through the server's own door on several connections. Throws at anything but 200. */
export async function sendBodies(
  target: { url: string; key: string },
  bodies: readonly string[],
  connections: number,
): Promise<void> {
  let next = 0;
  const send = async () => {
    while (next < bodies.length) {
      const body = bodies[next] ?? '';
      next += 1;
      const response = await fetch(`${target.url}/api/v1/queries`, {
        method: 'POST',
        headers: { authorization: `Bearer ${target.key}`, 'content-type': 'application/json' },
        body,
      });
      const answer = await response.text();
      if (response.status !== 200) throw new Error(`${response.status}: ${answer}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, send));
}
