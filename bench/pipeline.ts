// FAULTLINE_REAL_DATA=<folder> npm run bench -- pipeline [--questions 300] [--dimensions 128] [--only passages|chunking]
// The reference pipeline on the CLAPNQ development set, without keys and against a local server of OpenAI's wire whose
// embedding is LSA of our own. Every question is asked as a person would and logged; the numbers are of retrieval.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { addDocuments } from '#lib/pipeline/add-documents.ts';
import { askQuestion } from '#lib/pipeline/ask-question.ts';
import { connectedProviders } from '#lib/pipeline/connected-providers.ts';
import { createKnowledgeBase } from '#lib/pipeline/create-knowledge-base.ts';
import { INDEX_JOB } from '#lib/pipeline/index-job.ts';
import { readKnowledgeBase } from '#lib/pipeline/queries/knowledge-bases.ts';
import { requestIndex } from '#lib/pipeline/request-index.ts';
import { runIndex } from '#lib/pipeline/run-index.ts';
import {
  CHUNKING_STRATEGIES,
  type EmbeddingChoice,
  type IndexView,
  type RetrievalMode,
} from '#lib/pipeline/schema.ts';
import { chosenThreshold, type JudgedScore, thresholdCurve } from '#lib/pipeline/score-threshold.ts';
import type { Context } from '#lib/platform/context.ts';
import { createConnection } from '#lib/providers/create-connection.ts';
import { startOpenAiServer } from '../tests/support/openai-server.ts';
import { openTestStores, ownerContext } from '../tests/support/stores.ts';
import { type BenchFile, type ClapnqQuestion, joinedFiles, passageFiles, readClapnq } from './clapnq.ts';
import { lsaEmbedding } from './lsa-embedding.ts';
import { row } from './measure.ts';
import { ownBm25 } from './own-bm25.ts';

const K = 5;
/** Of the answerable questions so many may be refused by the threshold that is chosen. */
const MAX_REFUSED = 0.1;
/** Below any score: the ranking itself is measured, without a threshold. */
const NO_THRESHOLD = -1;
/** Documents of the comparison of chunking have so many articles, and chunks so few tokens that cuts matter. */
const ARTICLES_A_DOCUMENT = 8;
const SMALL_CHUNK = { limit: 128, overlap: 16 };

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    questions: { type: 'string', default: '300' },
    dimensions: { type: 'string', default: '128' },
    only: { type: 'string', default: '' },
  },
});
const data = process.env.FAULTLINE_REAL_DATA;
if (data === undefined) {
  process.stderr.write('FAULTLINE_REAL_DATA names no folder with clapnq_dev.\n');
  process.exit(1);
}
const all = readClapnq(data);
const each = Number(values.questions);
const asked = [true, false].flatMap((answerable) =>
  all.filter((question) => question.answerable === answerable).slice(0, each),
);
const { stores, close } = await openTestStores();
await stores.jobs.register(INDEX_JOB, async () => {});
const embed = lsaEmbedding(
  all.map(({ title, passage }) => `${title} ${passage}`),
  Number(values.dimensions),
);
const server = await startOpenAiServer({ embed: (text) => embed(text) });
const ctx: Context = await ownerContext(stores);
const model = await localModel();
try {
  if (values.only !== 'chunking') await comparePassages();
  if (values.only !== 'passages') await compareChunking();
} finally {
  await server.close();
  await close();
}

async function comparePassages(): Promise<void> {
  const { files, nameOf } = passageFiles(all);
  const wordsOnly = await indexedBase('words', files, null);
  const embedded = await indexedBase('lsa', files, model);
  say(`\n${files.length} passages, ${asked.length} questions, k ${K}`);
  row('', 'recall@5', 'nDCG@5', 'p50 ms', 'p95 ms');
  const own = ownBm25(files.map(({ bytes }) => new TextDecoder().decode(bytes)));
  printRanking(
    'BM25 written for this benchmark',
    asked,
    (question) => own(question.question, K).map((place) => files[place]?.name ?? ''),
    nameOf,
  );
  for (const [base, mode] of [
    [wordsOnly, 'lexical'],
    [wordsOnly, 'mmr'],
    [embedded, 'similarity'],
    [embedded, 'mmr'],
    [embedded, 'hybrid'],
  ] as const)
    await measureMode(base, mode, nameOf);
}

interface IndexedBase {
  name: string;
  index: IndexView;
}

async function indexedBase(
  name: string,
  files: readonly BenchFile[],
  embedding: EmbeddingChoice | null,
  chunking = {},
): Promise<IndexedBase> {
  const begin = performance.now();
  const { id } = await createKnowledgeBase(ctx, { name, embedding, chunking });
  await addDocuments(ctx, { baseId: id, files });
  const requested = await requestIndex(ctx, { baseId: id });
  await runIndex(stores, connectedProviders, requested.id);
  const { current, latest } = await readKnowledgeBase(ctx, id);
  if (current === null) throw new Error(latest?.error ?? 'not indexed');
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  say(`indexed ${name}: ${current.chunksTotal} chunks, ${current.textsEmbedded} embedded, ${seconds} s`);
  return { name, index: current };
}

async function localModel(): Promise<EmbeddingChoice> {
  const { id } = await createConnection(ctx, {
    name: 'Local LSA',
    preset: 'compatible',
    baseUrl: server.baseUrl,
    apiKey: server.key,
    options: { embeddingModel: 'lsa' },
  });
  return { connectionId: id, model: 'lsa', dimensions: Number(values.dimensions) };
}

async function measureMode(
  { name, index }: IndexedBase,
  mode: RetrievalMode,
  nameOf: (question: ClapnqQuestion) => string,
): Promise<void> {
  const found = new Map<string, string[]>();
  const scores: (JudgedScore & { place: number })[] = [];
  const latencies: number[] = [];
  for (const [place, question] of asked.entries()) {
    const answer = await ask(name, question.question, { mode });
    found.set(
      question.id,
      answer.hits.map(({ source }) => source),
    );
    latencies.push(answer.latency.retrievalMs ?? 0);
    const best = Math.max(Number.NEGATIVE_INFINITY, ...answer.hits.map(({ score }) => score ?? 0));
    scores.push({ score: best, answerable: question.answerable, place });
  }
  printRanking(`${name} ${mode}`, asked, ({ id }) => found.get(id) ?? [], nameOf, latencies);
  printThreshold(scores, index.calibration?.thresholds[mode]);
}

async function ask(knowledgeBase: string, question: string, choices: object) {
  const input = { question, knowledgeBase, k: K, threshold: NO_THRESHOLD, ...choices };
  const answer = await askQuestion(ctx, input, { providers: connectedProviders });
  if (answer.error !== null) throw new Error(answer.error.message);
  return answer;
}

/** Each question has one relevant passage, so recall is its presence and nDCG the discount of its rank. */
function printRanking(
  name: string,
  questions: readonly ClapnqQuestion[],
  hitsOf: (question: ClapnqQuestion) => readonly string[],
  nameOf: (question: ClapnqQuestion) => string,
  latencies: number[] = [],
): void {
  const ranks = questions
    .filter(({ answerable }) => answerable)
    .map((question) => hitsOf(question).indexOf(nameOf(question)));
  const mean = (gain: (rank: number) => number) =>
    ranks.reduce((sum, rank) => sum + (rank < 0 ? 0 : gain(rank)), 0) / ranks.length;
  const sorted = latencies.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))];
  row(
    name,
    mean(() => 1).toFixed(3),
    mean((rank) => 1 / Math.log2(rank + 2)).toFixed(3),
    at(0.5)?.toFixed(1) ?? '',
    at(0.95)?.toFixed(1) ?? '',
  );
}

/** The threshold is chosen on every other question and held against the rest. */
function printThreshold(
  scores: readonly (JudgedScore & { place: number })[],
  calibrated: number | undefined,
): void {
  const half = (odd: number) => scores.filter(({ place }) => place % 2 === odd);
  const chosen = chosenThreshold(half(0), MAX_REFUSED);
  const test = half(1);
  const share = (threshold: number, answerable: boolean) => {
    const own = test.filter((score) => score.answerable === answerable);
    return own.filter(({ score }) => score < threshold).length / own.length;
  };
  const tell = (what: string, threshold: number | undefined) => {
    if (threshold === undefined) return;
    say(
      `    ${what} ${threshold.toFixed(3)}: recognises ${percent(share(threshold, false))} of the unanswerable, refuses ${percent(share(threshold, true))} of the answerable`,
    );
  };
  tell(`chosen on the other half (at most ${percent(MAX_REFUSED)} refused)`, chosen);
  tell('as the index measured it without any labels', calibrated);
  const curve = thresholdCurve(test);
  const points = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5].map((most) => {
    const allowed = curve.filter(({ refused }) => refused <= most);
    const recognised = Math.max(0, ...allowed.map((point) => point.recognised));
    return `${percent(most)}:${percent(recognised)}`;
  });
  say(`    curve (refused at most : recognised)  ${points.join('  ')}`);
}

async function compareChunking(): Promise<void> {
  const files = joinedFiles(all, ARTICLES_A_DOCUMENT);
  const questions = asked.filter(({ answerable, evidence }) => answerable && evidence.length > 0);
  say(
    `\n${files.length} long documents, ${questions.length} questions, chunks of ${SMALL_CHUNK.limit} tokens`,
  );
  row('chunking', 'chunks', 'evidence@5', 'whole evidence@5');
  for (const strategy of CHUNKING_STRATEGIES)
    for (const [kind, choice] of [
      ['lexical', null],
      ['hybrid', model],
    ] as const) {
      const name = `${strategy} ${kind}`;
      const base = await indexedBase(name, files, choice, { strategy, ...SMALL_CHUNK });
      const evidence: number[] = [];
      for (const question of questions) {
        const { hits } = await ask(name, question.question, { mode: kind });
        const texts = hits.map(({ text }) => text.replace(/\s+/g, ' '));
        const held = question.evidence.filter((sentence) => texts.some((text) => text.includes(sentence)));
        evidence.push(held.length / question.evidence.length);
      }
      const average = (gain: (share: number) => number) =>
        (evidence.reduce((sum, share) => sum + gain(share), 0) / evidence.length).toFixed(3);
      row(
        name,
        String(base.index.chunksTotal),
        average((share) => share),
        average((share) => (share === 1 ? 1 : 0)),
      );
    }
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
