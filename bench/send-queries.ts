import { gzipSync } from 'node:zlib';
import { generatedQuery } from './generator.ts';

/** Sends queries `from` to `to` of `total` through the server's own door, `batch` at a time, on several connections. */
export async function sendQueries(
  target: { url: string; key: string },
  range: { from: number; to: number; total: number; endsAtMs: number },
  load: { batch: number; connections: number; gzip?: boolean },
): Promise<void> {
  let next = range.from;
  const send = async () => {
    while (next < range.to) {
      const first = next;
      next = Math.min(range.to, next + load.batch);
      const queries = Array.from({ length: next - first }, (_, n) =>
        generatedQuery(first + n, range.total, range.endsAtMs),
      );
      const body = JSON.stringify(load.batch === 1 ? queries[0] : { queries });
      const response = await fetch(`${target.url}/api/v1/queries`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${target.key}`,
          'content-type': 'application/json',
          ...(load.gzip ? { 'content-encoding': 'gzip' } : {}),
        },
        body: load.gzip ? gzipSync(body, { level: 1 }) : body,
      });
      if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
      await response.body?.cancel();
    }
  };
  await Promise.all(Array.from({ length: load.connections }, send));
}
