import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { EXPORT_FORMATS, type ExportFile, type ExportView, exportViewSchema } from '#lib/export/schema.ts';
import { splitSearchParams } from '#lib/query-log/filter.ts';

const usage = `Usage: npm run export -- --out FOLDER [options]

Exports the labelled queries of an API key's project, through the HTTP API.

Options:
  --out FOLDER      where the files go; it is made if need be
  --format FORMAT   ${EXPORT_FORMATS.join(', ')} (the default is ${EXPORT_FORMATS[0]})
  --filter FILTER   as in a URL: "verdict=correct&from=2026-03-01"; everything by default
  --url URL         the server, http://127.0.0.1:3000 by default
  --key KEY         an API key with the scope export; FAULTLINE_API_KEY by default`;

const POLL_MS = 500;

interface Options {
  out: string;
  format: string;
  filter: Record<string, unknown>;
  url: string;
  key: string;
}

function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      format: { type: 'string', default: EXPORT_FORMATS[0] },
      filter: { type: 'string', default: '' },
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      key: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const key = values.key ?? process.env.FAULTLINE_API_KEY;
  if (!values.out) throw new Error('Say where the files go: --out FOLDER.');
  if (!key) throw new Error('An API key is needed: --key KEY, or FAULTLINE_API_KEY.');
  if (!URL.canParse(values.url)) throw new Error(`--url is not an address: "${values.url}".`);
  const { filter, rest } = splitSearchParams(new URLSearchParams(values.filter));
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) throw new Error(`There is no filter "${unknown}".`);
  return { out: values.out, format: values.format, filter, url: values.url, key };
}

async function call(options: Options, path: string, body?: object): Promise<Response> {
  const answer = await fetch(new URL(path, options.url), {
    headers: { authorization: `Bearer ${options.key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  }).catch((error: Error) => {
    throw new Error(
      `${options.url} does not answer: ${(error.cause as Error | undefined)?.message ?? error.message}`,
    );
  });
  if (answer.ok) return answer;
  const problem = z
    .object({ error: z.object({ message: z.string() }) })
    .safeParse(await answer.json().catch(() => null));
  throw new Error(problem.success ? problem.data.error.message : `The server answered ${answer.status}.`);
}

async function finishedExport(options: Options): Promise<ExportView> {
  const started = await call(options, '/api/v1/exports', { format: options.format, filter: options.filter });
  const { id } = z.object({ id: z.string() }).parse(await started.json());
  while (true) {
    const view = exportViewSchema.parse(await (await call(options, `/api/v1/exports/${id}`)).json());
    if (view.status === 'done') return view;
    if (view.status === 'failed' || view.status === 'cancelled')
      throw new Error(view.error ?? `The export was ${view.status}.`);
    await wait(POLL_MS);
  }
}

/** Fetches a file under another name and renames it once its checksum is right: never half a file. */
async function fetchFile(options: Options, id: string, file: ExportFile): Promise<void> {
  const path = join(options.out, file.name);
  const answer = await call(options, `/api/v1/exports/${id}/files/${encodeURIComponent(file.name)}`);
  if (answer.body === null) throw new Error(`${file.name} came empty.`);
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    // The same class under two type declarations: the browser's and Node's.
    const body = Readable.fromWeb(answer.body as unknown as WebStream);
    await pipeline(body, hashing, createWriteStream(`${path}.part`));
    if (hash.digest('hex') !== file.sha256) throw new Error(`${file.name} came damaged; run it again.`);
    await rename(`${path}.part`, path);
  } finally {
    await rm(`${path}.part`, { force: true });
  }
  console.log(`${path}: ${file.rows} rows, ${file.bytes} bytes`);
}

try {
  const options = readOptions();
  if (options === undefined) console.log(usage);
  else {
    await mkdir(options.out, { recursive: true });
    const { id, files } = await finishedExport(options);
    for (const file of files) await fetchFile(options, id, file);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
