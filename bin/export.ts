import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { differenceWords } from '#lib/export/difference-words.ts';
import { CONTEXTS, FORMAT_IDS } from '#lib/export/format.ts';
import { type ExportFile, type ExportView, exportViewSchema, PERSONAL_DATA } from '#lib/export/schema.ts';
import { DEFAULT_TARGET, TARGET_IDS } from '#lib/export/training-targets.ts';
import { splitSearchParams } from '#lib/query-log/filter.ts';

const usage = `Usage: npm run export -- --out FOLDER [options]

Exports the labelled queries of an API key's project as files to train or evaluate with, through the HTTP API.

Options:
  --out FOLDER           where the files go; it is made if need be
  --format FORMAT        ${FORMAT_IDS.join(', ')} (the default is ${FORMAT_IDS[0]})
  --filter FILTER        as in a URL: "verdict=correct&from=2026-03-01"; everything by default
  --agreement SHARE      least share of a query's reviewers who agree, 0 to 1
  --context CONTEXT      ${CONTEXTS.join(', ')}: which hits stand in the prompt
  --system-prompt TEXT   one for all examples; "" for none; by default as logged
  --validation SHARE     share of the questions for validation, 0.1 by default
  --test SHARE           share of the questions for the test, 0.1 by default
  --seed NUMBER          decides which questions go where, 0 by default
  --personal-data WHAT   ${PERSONAL_DATA.join(', ')} (the default is mask)
  --target TARGET        ${TARGET_IDS.join(', ')} (the default is ${DEFAULT_TARGET})
  --price DOLLARS        what a million trained tokens cost you; by default the target's list price, if any
  --epochs NUMBER        how often each example is trained with, 3 by default: for the cost and the README
  --with-gold            also queries that are shown to reviewers to test them
  --override GATE=REASON pass a gate that holds the export back, and why; may be repeated
  --url URL              the server, http://127.0.0.1:3000 by default
  --key KEY              an API key with the scope export; FAULTLINE_API_KEY by default`;

const POLL_MS = 500;

interface Options {
  out: string;
  request: object;
  url: string;
  key: string;
}

function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      format: { type: 'string', default: FORMAT_IDS[0] },
      filter: { type: 'string', default: '' },
      agreement: { type: 'string' },
      context: { type: 'string' },
      'system-prompt': { type: 'string' },
      validation: { type: 'string' },
      test: { type: 'string' },
      seed: { type: 'string' },
      'personal-data': { type: 'string' },
      target: { type: 'string' },
      price: { type: 'string' },
      epochs: { type: 'string' },
      'with-gold': { type: 'boolean', default: false },
      override: { type: 'string', multiple: true, default: [] },
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
  const prompt = values['system-prompt'];
  const given = {
    agreement: numberIn('--agreement', values.agreement),
    context: values.context,
    systemPrompt:
      prompt === undefined ? undefined : prompt === '' ? { kind: 'none' } : { kind: 'text', text: prompt },
    shares: {
      validation: numberIn('--validation', values.validation),
      test: numberIn('--test', values.test),
    },
    seed: numberIn('--seed', values.seed),
    personalData: values['personal-data'],
    target: values.target,
    usdPerMillionTokens: numberIn('--price', values.price),
    epochs: numberIn('--epochs', values.epochs),
    excludeGold: !values['with-gold'],
    overrides: values.override.map(overrideIn),
  };
  return { out: values.out, request: { format: values.format, filter, ...given }, url: values.url, key };
}

function numberIn(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new Error(`${option} is not a number: "${text}".`);
  return value;
}

function overrideIn(text: string): { gate: string; reason: string } {
  const [, gate = '', reason = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (gate === '') throw new Error(`--override wants GATE=REASON, not "${text}".`);
  return { gate, reason };
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
  const started = await call(options, '/api/v1/exports', options.request);
  const { id } = z.object({ id: z.string() }).parse(await started.json());
  while (true) {
    const view = exportViewSchema.parse(await (await call(options, `/api/v1/exports/${id}`)).json());
    if (view.status === 'done') return view;
    if (view.status === 'held') throw new Error(whyHeld(view));
    if (view.status !== 'queued' && view.status !== 'running')
      throw new Error(view.error ?? `The export was ${view.status}.`);
    await wait(POLL_MS);
  }
}

function whyHeld({ findings }: ExportView): string {
  const stops = findings.filter(({ level, override }) => level === 'stop' && override === undefined);
  const lines = stops.map(({ gate, summary }) => `  ${gate}: ${summary}`);
  const hint = stops.map(({ gate }) => `--override ${gate}="..."`).join(' ');
  return `The export is held back:\n${lines.join('\n')}\nMend it, or say why it may go all the same: ${hint}`;
}

function say({ findings, counts, difference }: ExportView): void {
  for (const { gate, level, summary, override } of findings)
    console.log(
      `${level.padEnd(4)} ${gate}: ${summary}${override === undefined ? '' : ` Passed: ${override}`}`,
    );
  if (counts !== null) console.log(`${counts.exported} of ${counts.matching} queries, ${sidesIn(counts)}`);
  if (difference !== null)
    console.log(`Since the last export of this recipe: ${differenceWords(difference)}.`);
}

function sidesIn({ sides }: NonNullable<ExportView['counts']>): string {
  if (sides === null) return 'in one file';
  return `train ${sides.train}, validation ${sides.validation}, test ${sides.test}`;
}

/** Fetches a file under another name and renames it once its checksum is right: never half a file. */
async function fetchFile(options: Options, id: string, file: ExportFile): Promise<void> {
  const path = join(options.out, file.name);
  await mkdir(dirname(path), { recursive: true });
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
    const view = await finishedExport(options);
    for (const file of view.files) await fetchFile(options, view.id, file);
    say(view);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
