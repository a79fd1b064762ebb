// npm run bench -- dashboards [--sizes 10000,1000000,10000000] [--rounds 10] [--door 100000]
// Ratios matter here, absolute times only on the same machine in the same run.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { folderBytes } from '#lib/platform/folder-bytes.ts';
import {
  api,
  freePort,
  KEY,
  type ServerProcess,
  startServer,
  stopServer,
  temporaryFolder,
} from '../tests/support/server-process.ts';
import { generatedQuery, type OwnCount, ownCount } from './generator.ts';
import { labelSome } from './label-some.ts';
import { idleCpuPercent, residentMib, row, type Timing, timed } from './measure.ts';
import { pageQuestions } from './page-questions.ts';
import { requestBodies, sendBodies } from './send-queries.ts';
import { steadyLoad } from './steady-load.ts';

/** Queries whose request bodies are held in memory at once. */
const SLICE = 20_000;
const MOST_LABELS = 2_000;
const RANGE_MS = 90 * 86_400_000;
const totalSchema = z.object({ total: z.number() });
const bucketsSchema = z.object({ buckets: z.array(z.object({ n: z.number(), of: z.number() })) });
const overviewSchema = z.object({
  totals: z.object({ queries: z.number(), zeroHit: z.number(), retrievalRan: z.number() }),
});
const { values } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: 'string', default: '10000,1000000,10000000' },
    rounds: { type: 'string', default: '10' },
    door: { type: 'string', default: '100000' },
  },
});
const sizes = values.sizes.split(',').map(Number);
const rounds = Number(values.rounds);
/** Beyond so many, the rest is copied in blocks within the store: the door would take longer than the measuring. */
const throughTheDoor = Number(values.door);
const endsAtMs = Math.floor(Date.now() / 3_600_000) * 3_600_000;
const during: [number, number] = [endsAtMs - RANGE_MS, endsAtMs];

const timings: { size: number; pages: Map<string, Timing> }[] = [];
for (const size of sizes) if (size > 0) timings.push({ size, pages: await pagesAt(size) });
printRatios();

async function pagesAt(size: number): Promise<Map<string, Timing>> {
  process.stdout.write(`\n${size.toLocaleString('en')} queries over 90 days\n`);
  const dataFolder = temporaryFolder();
  const sent = Math.min(size, throughTheDoor);
  const copies = Math.round(size / sent);
  if (sent * copies !== size) throw new Error(`${size} is no multiple of ${sent}: choose another size.`);
  try {
    await withServer(dataFolder, (server) => fillThroughDoor(server, sent));
    if (copies > 1) fillInBlocks(dataFolder, copies, sent);
    return await withServer(dataFolder, (server) => measured(server, { size, sent, copies, dataFolder }));
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

async function withServer<T>(dataFolder: string, work: (server: ServerProcess) => Promise<T>): Promise<T> {
  const server = await startServer({ dataFolder, port: await freePort() });
  try {
    return await work(server);
  } finally {
    await stopServer(server);
  }
}

async function fillThroughDoor(server: ServerProcess, total: number): Promise<void> {
  const begin = performance.now();
  for (let from = 0; from < total; from += SLICE) {
    const to = Math.min(total, from + SLICE);
    await sendBodies(
      { url: server.url, key: KEY },
      requestBodies({ from, to, total, endsAtMs, batch: 500 }),
      4,
    );
  }
  row('sent through the door', total, `${((performance.now() - begin) / 1000).toFixed(0)} s`);
}

/** In a process of its own: a data folder has one reader and writer. */
function fillInBlocks(dataFolder: string, copies: number, sent: number): void {
  const begin = performance.now();
  const stepMs = RANGE_MS / sent / copies;
  const script = join(import.meta.dirname, 'fill-store.ts');
  const args = ['--disable-warning=ExperimentalWarning', script, dataFolder, String(copies), String(stepMs)];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error('Filling the store in blocks failed.');
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  row('copied in blocks in the store', sent * copies, `${seconds} s, not through the door`);
}

/** p50 and p95 of every page's data, while about a hundred queries a second come in. */
async function measured(
  server: ServerProcess,
  { size, sent, copies, dataFolder }: { size: number; sent: number; copies: number; dataFolder: string },
): Promise<Map<string, Timing>> {
  const range = new URLSearchParams({
    from: new Date(during[0]).toISOString(),
    to: new Date(during[1]).toISOString(),
  }).toString();
  await checkCounts(server, range, ownCount(sent), copies);
  const labelled = await labelSome(
    (method, path, body) => ask(server, method, path, body),
    Math.min(MOST_LABELS, Math.ceil(size / 5)),
    during,
  );
  row('labelled', labelled);
  row('', 'p50 ms', 'p95 ms');
  const pages = new Map<string, Timing>();
  const load = steadyLoad({ url: server.url, key: KEY });
  const begin = performance.now();
  try {
    for (const [name, path] of pageQuestions(range, sent, during)) {
      const timing = await timed(rounds, () => get(server, path));
      pages.set(name, timing);
      row(name, timing.p50Ms, timing.p95Ms);
    }
  } finally {
    load.halt();
  }
  const loaded = await load.sent;
  const perSecond = (loaded / (performance.now() - begin)) * 1000;
  row('taken in meanwhile', loaded, `${perSecond.toFixed(0)} a second`);
  const json = JSON.stringify(generatedQuery(1, sent, endsAtMs)).length;
  const perQuery = (await folderBytes(`${dataFolder}/query-log`)) / size;
  row('disk bytes a query', perQuery, `${((100 * perQuery) / json).toFixed(0)} % of its JSON`);
  row('resident memory', `${residentMib(server.child.pid ?? 0).toFixed(0)} MiB`);
  row('idle CPU', `${(await idleCpuPercent(server.child.pid ?? 0, 20)).toFixed(1)} % of a core`);
  return pages;
}

/** The largest size against the one before it: where a question is of the size of the store, this is ten. */
function printRatios(): void {
  const [before, largest] = timings.slice(-2);
  if (before === undefined || largest === undefined) return;
  const name = `${largest.size.toLocaleString('en')} : ${before.size.toLocaleString('en')}`;
  process.stdout.write(`\nRatio ${name}; the aim is below 4\n`);
  row('', 'p50', 'p95');
  for (const [page, timing] of largest.pages) {
    const small = before.pages.get(page);
    if (small === undefined) continue;
    const [p50, p95] = [timing.p50Ms / small.p50Ms, timing.p95Ms / small.p95Ms];
    row(page, p50, p95, p50 < 4 ? '' : 'above the aim');
  }
}

/**
 * The numbers of the list, the overview, the charts and the pages themselves, against the generator's own count.
 * Throws where they differ.
 */
async function checkCounts(
  server: ServerProcess,
  range: string,
  pattern: OwnCount,
  copies: number,
): Promise<void> {
  const own = timesOver(pattern, copies);
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

function timesOver(count: OwnCount, times: number): OwnCount {
  return {
    queries: count.queries * times,
    zeroHits: count.zeroHits * times,
    failedRetrievals: count.failedRetrievals * times,
    byModel: Object.fromEntries(Object.entries(count.byModel).map(([model, n]) => [model, n * times])),
  };
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

function get(server: ServerProcess, path: string): Promise<unknown> {
  return ask(server, 'GET', path);
}

async function ask(server: ServerProcess, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await api(server, method, path, body);
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
