// npm run bench -- dashboards [--sizes 10000,100000,1000000]
// Ratios matter here, absolute times only on the same machine in the same run.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { folderBytes } from '#lib/platform/folder-bytes.ts';
import { KEY, type ServerProcess } from '../tests/support/server-process.ts';
import { generatedQuery, ownCount } from './generator.ts';
import { idleCpuPercent, residentMib, row, timed } from './measure.ts';
import { onServer } from './on-server.ts';
import { requestBodies, sendBodies } from './send-queries.ts';

/** Queries whose request bodies are held in memory at once. */
const SLICE = 20_000;
const totalSchema = z.object({ total: z.number() });
const bucketsSchema = z.object({ buckets: z.array(z.object({ n: z.number(), of: z.number() })) });
const overviewSchema = z.object({
  totals: z.object({ queries: z.number(), zeroHit: z.number(), retrievalRan: z.number() }),
});
const { values } = parseArgs({
  allowPositionals: true,
  options: { sizes: { type: 'string', default: '10000,100000,1000000' } },
});
const sizes = values.sizes.split(',').map(Number);
const endsAtMs = Math.floor(Date.now() / 3_600_000) * 3_600_000;

for (const size of sizes) if (size > 0) await pagesAt(size);

async function pagesAt(size: number): Promise<void> {
  process.stdout.write(`\n${size.toLocaleString('en')} queries over 90 days\n`);
  await onServer(async (server, dataFolder) => {
    const begin = performance.now();
    for (let from = 0; from < size; from += SLICE) {
      const to = Math.min(size, from + SLICE);
      const bodies = requestBodies({ from, to, total: size, endsAtMs, batch: 500 });
      await sendBodies({ url: server.url, key: KEY }, bodies, 4);
    }
    row('stored', size, `${((performance.now() - begin) / 1000).toFixed(0)} s`);
    const range = `from=${new Date(endsAtMs - 90 * 86_400_000).toISOString()}&to=${new Date(endsAtMs).toISOString()}`;
    await checkCounts(server, size, range);
    row('', 'p50 ms', 'p95 ms');
    for (const [name, path] of [
      ['overview', `/api/v1/quality/overview?${range}`],
      ['retrieval by day', `/api/v1/quality/retrieval?${range}&bucket=day`],
      ['retrieval by day and model', `/api/v1/quality/retrieval?${range}&bucket=day&groupBy=model`],
      ['answers by day', `/api/v1/quality/answers?${range}&bucket=day`],
      ['quadrant', `/api/v1/quality/quadrant?${range}`],
      ['list, newest', `/api/v1/queries?${range}`],
      ['list, zero hits', `/api/v1/queries?${range}&zeroHit=true`],
      ['list, full-text search', `/api/v1/queries?${range}&q=backup+invoice+quota`],
      ['detail', `/api/v1/queries/bench-${String(Math.floor(size / 2)).padStart(9, '0')}`],
    ] as const) {
      const { p50Ms, p95Ms } = await timed(10, () => get(server, path));
      row(name, p50Ms, p95Ms);
    }
    const json = JSON.stringify(generatedQuery(1, size, endsAtMs)).length;
    const perQuery = (await folderBytes(`${dataFolder}/query-log`)) / size;
    row('disk bytes a query', perQuery, `${((100 * perQuery) / json).toFixed(0)} % of its JSON`);
    row('resident memory', `${residentMib(server.child.pid ?? 0).toFixed(0)} MiB`);
    row('idle CPU', `${(await idleCpuPercent(server.child.pid ?? 0, 20)).toFixed(1)} % of a core`);
  });
}

/**
 * The numbers of the list, the overview, the charts and the pages themselves, against the generator's own count.
 * Throws where they differ.
 */
async function checkCounts(server: ServerProcess, size: number, range: string): Promise<void> {
  const own = ownCount(size);
  const list = async (filter: string) =>
    totalSchema.parse(await get(server, `/api/v1/queries?limit=1&${filter}`)).total;
  const { totals } = overviewSchema.parse(await get(server, `/api/v1/quality/overview?${range}`));
  const series = async (question: string) =>
    bucketsSchema.parse(
      await get(server, `/api/v1/quality/retrieval?${range}&bucket=day&metrics=zero_hit_rate${question}`),
    ).buckets;
  const whole = await series('');
  const split = await series('&groupBy=model');
  const ran = own.queries - own.failedRetrievals;
  const sum = (buckets: typeof whole, field: 'n' | 'of') =>
    buckets.reduce((total, bucket) => total + bucket[field], 0);
  const expected: [what: string, found: number, own: number][] = [
    ['list', await list(''), own.queries],
    ['list, zero hits', await list('zeroHit=true'), own.zeroHits],
    ['list, failed retrievals', await list('error=retrieval'), own.failedRetrievals],
    ...(await Promise.all(
      Object.entries(own.byModel).map(
        async ([model, count]): Promise<[string, number, number]> => [
          `list, ${model}`,
          await list(`model=${model}`),
          count,
        ],
      ),
    )),
    ['overview, queries', totals.queries, own.queries],
    ['overview, zero hits', totals.zeroHit, own.zeroHits],
    ['overview, retrieval ran', totals.retrievalRan, ran],
    ['chart, zero hits', sum(whole, 'n'), own.zeroHits],
    ['chart, retrieval ran', sum(whole, 'of'), ran],
    ['chart split by model, zero hits', sum(split, 'n'), own.zeroHits],
  ];
  for (const [what, found, count] of expected) {
    if (found !== count) throw new Error(`${what}: the server says ${found}, the generator ${count}`);
  }
  row('numbers equal to the generator’s', `${expected.length} of ${expected.length}`);
  await checkPages(server, own.queries, range);
}

/** Each page of numbers, as a browser gets it, must name the count in full. */
async function checkPages(server: ServerProcess, queries: number, range: string): Promise<void> {
  const link = await fetch(`${server.url}${server.signInPath()}`, { redirect: 'manual' });
  const cookie = link.headers.get('set-cookie')?.split(';')[0] ?? '';
  for (const page of ['overview', 'retrieval', 'answers', 'queries']) {
    const begin = performance.now();
    const html = await (
      await fetch(`${server.url}/default/${page}?${range}`, { headers: { cookie } })
    ).text();
    if (!html.includes(queries.toLocaleString('en')))
      throw new Error(`The page ${page} does not say ${queries} queries.`);
    row(`page: ${page}, whole`, `${(performance.now() - begin).toFixed(0)} ms`);
  }
}

async function get(server: ServerProcess, path: string): Promise<unknown> {
  const response = await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${KEY}` } });
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
