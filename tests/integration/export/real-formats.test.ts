import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { EXPORT_FORMATS } from '#lib/export/encoders/registry.ts';
import { exportFolder } from '#lib/export/export-folder.ts';
import type { FormatId } from '#lib/export/format.ts';
import { GATE_IDS } from '#lib/export/gates.ts';
import { registerExportJobs } from '#lib/export/jobs.ts';
import { readExport } from '#lib/export/queries/exports.ts';
import { requestExport } from '#lib/export/request-export.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { readJsonLines } from '../../support/write-format-folder.ts';

const data = process.env.FAULTLINE_REAL_DATA;
const python = process.env.FAULTLINE_PYTHON_TRAIN;

const turnSchema = z.object({ role: z.string(), content: z.string() });
const querySchema = z.object({
  id: z.string(),
  question: z.string(),
  messages: z.array(turnSchema),
  hits: z.array(z.object({ id: z.string(), text: z.string() })),
  answer: z.string(),
});
const reviewSchema = z.object({
  queryId: z.string(),
  reviewer: z.string(),
  mappedFailure: z.string().nullable(),
});
type Query = z.output<typeof querySchema>;
type Review = z.output<typeof reviewSchema>;

const readLines = (name: string): unknown[] =>
  data === undefined ? [] : readJsonLines(join(data, 'mtrag', name));
const raw = readLines('queries.jsonl');
const queries = raw.map((row) => querySchema.parse(row));
const reviews = readLines('reviews.jsonl').map((row) => reviewSchema.parse(row));
const reviewsOf = Map.groupBy(reviews, ({ queryId }) => queryId);

const idealOf = (id: string) => `What ${id} should have said.`;
/**
 * The first hit answers the question, the last of several is irrelevant, unless it is the same text again; those
 * between nobody graded.
 */
function gradeAt(place: number, { hits }: Query): number | undefined {
  if (place === 0) return 3;
  return place === hits.length - 1 && hits[place]?.text !== hits[0]?.text ? 0 : undefined;
}

function labelOf({ queryId, reviewer, mappedFailure }: Review) {
  const query = queries.find(({ id }) => id === queryId);
  const grades = (query?.hits ?? []).flatMap(({ id }, place) => {
    const grade = query && gradeAt(place, query);
    return grade === undefined ? [] : [[id, grade]];
  });
  const label = { queryId, reviewer, grades: Object.fromEntries(grades) };
  return mappedFailure === null
    ? { ...label, verdict: 'correct' }
    : { ...label, verdict: 'wrong', failure: mappedFailure, idealAnswer: idealOf(queryId) };
}

/** What more than half of the reviewers say, worked out apart from the product. */
function verdictOf({ id }: Query): 'correct' | 'wrong' | 'disputed' {
  const all = reviewsOf.get(id) ?? [];
  const wrong = all.filter(({ mappedFailure }) => mappedFailure !== null).length;
  return 2 * wrong === all.length ? 'disputed' : 2 * wrong > all.length ? 'wrong' : 'correct';
}

/** Whether any reviewer wrote an ideal answer: it goes before the logged one whatever the verdict. */
const hasIdeal = ({ id }: Query) => (reviewsOf.get(id) ?? []).some((review) => review.mappedFailure !== null);
const decided = queries.filter((query) => verdictOf(query) !== 'disputed');
const wrong = queries.filter((query) => verdictOf(query) === 'wrong');
const said = (content: string) => [{ role: 'assistant', content }];
const learnt = (query: Query) => (hasIdeal(query) ? idealOf(query.id) : query.answer);
const key = ({ question }: Query) => question.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** One query a question that was asked, whose hits are the same wherever it was. */
const questions = [...Map.groupBy(decided, key).values()].flatMap(([first]) => first ?? []);
const graded = (query: Query, wanted: number) =>
  query.hits.filter((_, place) => gradeAt(place, query) === wanted).map(({ text }) => text);

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
const folders = new Map<FormatId, string>();

beforeAll(async () => {
  if (data === undefined) return;
  ({ stores, close } = await openTestStores());
  await registerExportJobs(stores);
  ctx = await ownerContext(stores);
  await logQueries(ctx, { queries: raw });
  for (let from = 0; from < reviews.length; from += 200) {
    const batch = reviews.slice(from, from + 200).map(labelOf);
    expect((await writeLabels(ctx, { labels: batch })).accepted).toBe(batch.length);
  }
  for (const { id: format } of EXPORT_FORMATS) {
    const { id } = await requestExport(ctx, {
      format,
      personalData: 'keep',
      shares: { validation: 0, test: 0 },
      overrides: GATE_IDS.map((gate) => ({ gate, reason: 'All rows are compared' })),
    });
    const isDone = async () => expect(await statusOf(id)).toBe('done');
    await vi.waitFor(isDone, { timeout: 60_000, interval: 50 });
    const { runId } = await stores.controlPlane.prisma.export.findUniqueOrThrow({ where: { id } });
    folders.set(format, exportFolder(stores.dataFolder, { id, runId }).final);
  }
});
afterAll(() => close?.());

const statusOf = async (id: string) => (await readExport(ctx, id)).status;

const real = test.skipIf(data === undefined);
const pathOf = (format: FormatId, file: string) => join(folders.get(format) ?? '', file);
const rows = (format: FormatId, file = 'train.jsonl') => readJsonLines(pathOf(format, file));
/** In no order: which hour a query was asked in is not what these tests are about. */
const sorted = (list: readonly unknown[]) => list.map((row) => JSON.stringify(row)).sort();
const expectSame = (found: readonly unknown[], wanted: readonly unknown[]) => {
  expect(wanted.length).toBeGreaterThan(0);
  expect(sorted(found)).toEqual(sorted(wanted));
};

real('supervised', () => {
  expectSame(
    rows('openai-chat'),
    decided.map((query) => ({
      messages: [
        ...query.messages.map((turn) => (turn.role === 'assistant' ? { ...turn, weight: 0 } : turn)),
        ...said(learnt(query)),
      ],
    })),
  );
  expectSame(
    rows('trl-sft', 'prompt-completion/train.jsonl'),
    decided.map((query) => ({ prompt: query.messages, completion: said(learnt(query)) })),
  );
  expectSame(
    rows('trl-sft', 'messages/train.jsonl'),
    decided
      .filter(({ messages }) => messages.every(({ role }) => role !== 'assistant'))
      .map((query) => ({ messages: [...query.messages, ...said(learnt(query))] })),
  );
});

real('preferences', () => {
  const pairs = wrong.map((query) => ({
    ...query,
    chosen: said(idealOf(query.id)),
    rejected: said(query.answer),
  }));
  expectSame(
    rows('trl-preference'),
    pairs.map(({ messages, chosen, rejected }) => ({ prompt: messages, chosen, rejected })),
  );
  expectSame(
    rows('openai-preference'),
    pairs.map(({ messages, chosen, rejected }) => ({
      input: { messages },
      preferred_output: chosen,
      non_preferred_output: rejected,
    })),
  );
  expectSame(
    rows('trl-unpaired'),
    decided.map((query) => ({
      prompt: query.messages,
      completion: said(query.answer),
      label: verdictOf(query) === 'correct',
    })),
  );
});

real('embeddings and reranker: each question once, from grades alone', () => {
  const anchorsOf = (format: FormatId, name: string) =>
    rows(format).map((row) => ({ ...row, [name]: key({ question: String(row[name]) } as Query) }));
  expectSame(
    anchorsOf('st-pairs', 'anchor'),
    questions.flatMap((query) => graded(query, 3).map((positive) => ({ anchor: key(query), positive }))),
  );
  expectSame(
    anchorsOf('st-triplets', 'anchor'),
    questions.flatMap((query) =>
      graded(query, 3).flatMap((positive) =>
        graded(query, 0).map((negative) => ({ anchor: key(query), positive, negative })),
      ),
    ),
  );
  expectSame(
    anchorsOf('reranker', 'query'),
    questions.flatMap((query) => [
      ...graded(query, 3).map((passage) => ({ query: key(query), passage, label: 1 })),
      ...graded(query, 0).map((passage) => ({ query: key(query), passage, label: 0 })),
    ]),
  );
});

real('a benchmark whose judgements name questions and documents that are there', () => {
  const judged = questions.filter(({ hits }) => hits.length > 0);
  const textOf = new Map(rows('beir', 'corpus.jsonl').map((row) => [row._id, row.text]));
  const questionOf = new Map(rows('beir', 'queries.jsonl').map((row) => [row._id, row.text]));
  expect([...textOf.values()].sort()).toEqual(
    [...new Set(judged.flatMap(({ hits }) => hits.map(({ text }) => text)))].sort(),
  );
  const [split] = ['train', 'test'].filter((name) => {
    try {
      return readFileSync(pathOf('beir', `qrels/${name}.tsv`)).length > 0;
    } catch {
      return false;
    }
  });
  const qrels: Record<string, string>[] = parse(readFileSync(pathOf('beir', `qrels/${split}.tsv`)), {
    delimiter: '\t',
    columns: true,
    quote: false,
  });
  expectSame(
    qrels.map((row) => [
      key({ question: String(questionOf.get(row['query-id'])) } as Query),
      textOf.get(row['corpus-id']),
      Number(row.score),
    ]),
    judged.flatMap((query) =>
      [3, 0].flatMap((grade) => graded(query, grade).map((text) => [key(query), text, grade])),
    ),
  );
});

real('a spreadsheet of all labelled queries', () => {
  const table: Record<string, string>[] = parse(readFileSync(pathOf('labels-csv', 'labels.csv')), {
    columns: true,
    bom: true,
  });
  expectSame(
    table.map((row) => [row.query_id, row.verdict, row.labels, row.truncated]),
    queries.map((query) => [query.id, verdictOf(query), String(reviewsOf.get(query.id)?.length), 'no']),
  );
});

test.skipIf(data === undefined || python === undefined)(
  'datasets, TRL and sentence-transformers load each finished folder and train a step on it',
  { timeout: 600_000 },
  () => {
    const root = mkdtempSync(join(tmpdir(), 'exported-folders-'));
    for (const [format, folder] of folders) symlinkSync(folder, join(root, format));
    const script = join(import.meta.dirname, '../../support/load-training-folders.py');
    const run = spawnSync(python ?? '', [script, root], { encoding: 'utf8', maxBuffer: 64 << 20 });
    rmSync(root, { recursive: true });
    expect(run.status, run.stderr.slice(-4000)).toBe(0);
    const reports = run.stdout
      .split('\n')
      .filter((line) => line.startsWith('{"format"'))
      .map((line) => JSON.parse(line));
    expect(reports.map(({ format }) => format).sort()).toEqual([...folders.keys()].sort());
    const counts = Object.fromEntries(reports.map((report) => [report.format, report.default.train]));
    expect(counts).toMatchObject({
      'trl-sft': decided.length,
      'trl-preference': wrong.length,
      'trl-unpaired': decided.length,
      'openai-chat': decided.length,
      'openai-preference': wrong.length,
      'labels-csv': queries.length,
    });
  },
);
