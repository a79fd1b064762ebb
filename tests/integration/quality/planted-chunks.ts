import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { cosineSimilarity, documentFrequencies, tfIdfVector } from '#lib/text/tf-idf.ts';
import { contentWordsOf } from '#lib/text/words.ts';

interface Passage {
  title: string;
  sentences: string[];
  question: string;
}

/** The passages of clapnq, each with the question that it was found for. */
function readPassages(folder: string): Passage[] {
  return ['answerable', 'unanswerable'].flatMap((part) =>
    readFileSync(join(folder, 'clapnq_dev', `clapnq_dev_${part}.jsonl`), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => {
        const { input, passages } = JSON.parse(line) as {
          input: string;
          passages: Omit<Passage, 'question'>[];
        };
        return passages.map(({ title, sentences }) => ({ title, sentences, question: input }));
      }),
  );
}

export const PLANTED_KINDS = [
  'never_retrieved',
  'never_relevant',
  'dominating',
  'near_duplicate',
  'too_short',
  'too_long',
  'mid_sentence',
  'no_heading',
] as const;
export type PlantedKind = (typeof PLANTED_KINDS)[number];
export const PLANTED = 40;

export interface PlantedCorpus {
  chunks: { text: string; title: string }[];
  /** Places among `chunks` for which each rule should fire. */
  truth: Record<PlantedKind, Set<number>>;
  queries: { question: string; hits: number[] }[];
  /** Grades by question, then place. */
  grades: { question: string; chunk: number; grade: number }[];
}

const MOST_SOUND_WORDS = 300;
const wordsIn = (text: string) => text.split(/\s+/).filter((word) => word !== '').length;

/**
 * The passages as sound chunks, each under its heading and cut at the ends of sentences, and 40 bad ones of each kind
 * made of others among them. Each question is asked once: its hits are its passage, the most similar by TF-IDF, and
 * what was planted.
 */
export function plantedCorpus(folder: string): PlantedCorpus {
  const random = seededRandom(20_261);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const passages = readPassages(folder);
  const headed = (title: string, body: string) => ({ title, text: `# ${title}\n\n${body}` });
  const chunks = passages.map(({ title, sentences }) => headed(title, soundBody(sentences)));
  const truth = Object.fromEntries(
    PLANTED_KINDS.map((kind) => [kind, new Set<number>()]),
  ) as PlantedCorpus['truth'];
  const rich = passages
    .map((passage, place) => ({ ...passage, place, sentences: passage.sentences.filter(isWhole) }))
    .filter(({ sentences }) => sentences.length >= 4);
  const plant = (
    kind: PlantedKind,
    make: (from: (typeof rich)[number]) => { title: string; text: string },
  ) => {
    // Each is made of another passage, so that a copy of a copy is no accident.
    const from = [...rich];
    for (let planted = 0; planted < PLANTED; ) {
      const [one] = from.splice(Math.floor(random() * from.length), 1);
      if (one === undefined) throw new Error(`too few passages for ${kind}`);
      const chunk = make(one);
      if (chunks.some(({ text }) => text === chunk.text)) continue;
      truth[kind].add(chunks.push(chunk) - 1);
      planted += 1;
      if (kind === 'near_duplicate') truth[kind].add(one.place);
    }
  };
  // Sound texts of their own: every second sentence of two passages.
  const other = ({ title, sentences }: Passage) =>
    headed(`${title} and ${pick(rich).title}`, everySecond([...sentences, ...pick(rich).sentences]));
  plant('never_retrieved', other);
  plant('never_relevant', other);
  plant('dominating', other);
  plant('near_duplicate', ({ title, place }) =>
    headed(title, respelled(soundBody(passages[place]?.sentences ?? []), random)),
  );
  plant('too_short', ({ title, sentences }) =>
    headed(
      title,
      pick(sentences)
        .split(' ')
        .slice(0, 6 + Math.floor(random() * 10))
        .join(' '),
    ),
  );
  plant('too_long', ({ title, sentences }) => {
    const long = [...sentences];
    while (wordsIn(long.join(' ')) < 500) long.push(...pick(rich).sentences);
    return headed(title, long.join(' '));
  });
  plant('mid_sentence', ({ title, sentences }) =>
    headed(title, cutInside(sentences, pick(rich).sentences, random)),
  );
  plant('no_heading', ({ title, sentences }) => ({
    title,
    text: soundBody(sentences.slice(Math.ceil(sentences.length / 2)), 60),
  }));
  return { chunks, truth, ...asked(passages, chunks, truth, random) };
}

/** The data's own segmentation leaves pieces of lists and tables among its sentences. */
function isWhole(sentence: string): boolean {
  return /^\p{Lu}\p{Ll}+ .* \p{Ll}+ \.$/u.test(sentence.trim());
}

function soundBody(sentences: readonly string[], fewestWords = 0): string {
  const kept: string[] = [];
  for (const sentence of sentences) {
    if (kept.length > 0 && wordsIn([...kept, sentence].join(' ')) > MOST_SOUND_WORDS) break;
    kept.push(sentence);
  }
  const body = kept.join(' ').split(/\s+/).slice(0, MOST_SOUND_WORDS).join(' ');
  return wordsIn(body) >= fewestWords ? body : `${body} ${body}`;
}

function everySecond(sentences: readonly string[]): string {
  return soundBody(sentences.filter((_, place) => place % 2 === 1));
}

/** One word in forty is written differently, as when a page is copied and worked over. */
function respelled(text: string, random: () => number): string {
  return text
    .split(' ')
    .map((word) => (random() < 1 / 40 ? `${word}s` : word))
    .join(' ');
}

/**
 * From a random word inside a sentence on, and then sentences of another passage, so that it is no copy. Not before a name: "... of Canada is" cut there leaves
 * what looks like a sentence about Canada.
 */
function cutInside(sentences: readonly string[], after: readonly string[], random: () => number): string {
  const longest = sentences.reduce((a, b) => (b.length > a.length ? b : a));
  const words = longest.split(' ');
  const places = words.flatMap((word, place) =>
    place >= 3 && place < words.length - 3 && !/^\p{Lu}/u.test(word) && word !== '-' ? [place] : [],
  );
  const place = places[Math.floor(random() * places.length)] ?? 3;
  return soundBody([words.slice(place).join(' '), everySecond(after)]);
}

const DOMINATED_SHARE = 0.08;
const SIMILAR_HITS = 3;
const GRADED_QUESTIONS = 4;

function asked(
  passages: readonly Passage[],
  chunks: PlantedCorpus['chunks'],
  truth: PlantedCorpus['truth'],
  random: () => number,
): Pick<PlantedCorpus, 'queries' | 'grades'> {
  const words = chunks.map(({ text }) => contentWordsOf(text));
  const corpus = documentFrequencies(words);
  const vectors = words.map((of) => tfIdfVector(of, corpus));
  const planned = new Set(
    ['never_retrieved', 'never_relevant', 'dominating'].flatMap((kind) => [...truth[kind as PlantedKind]]),
  );
  const grades: PlantedCorpus['grades'] = [];
  const queries = passages.map(({ question }, own) => {
    const asks = tfIdfVector(contentWordsOf(question), corpus);
    const similar = vectors
      .map((vector, place) => ({ place, similarity: cosineSimilarity(asks, vector) }))
      .filter(({ place }) => !planned.has(place) && place !== own)
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, SIMILAR_HITS)
      .map(({ place }) => place);
    grades.push({ question, chunk: own, grade: 3 });
    const hubs = [...truth.dominating].filter(() => random() < DOMINATED_SHARE);
    return { question, hits: [own, ...similar, ...hubs] };
  });
  const found = new Set(queries.flatMap(({ hits }) => hits));
  const random600 = () => Math.floor(random() * queries.length);
  const add = (chunk: number, grade?: number) => {
    const query = queries[random600()];
    if (query === undefined || query.hits.includes(chunk)) return false;
    query.hits.push(chunk);
    if (grade !== undefined) grades.push({ question: query.question, chunk, grade });
    return true;
  };
  for (const chunk of truth.never_relevant)
    for (let times = 0; times < GRADED_QUESTIONS; ) if (add(chunk, random() < 0.5 ? 0 : 1)) times += 1;
  chunks.forEach((_, chunk) => {
    if (!found.has(chunk) && !planned.has(chunk)) while (!add(chunk));
  });
  return { queries, grades };
}
