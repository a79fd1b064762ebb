import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { DEFAULT_THRESHOLD } from '../retrieval-metrics/graded-ranking.ts';
import { comparableText } from '../text/shingles.ts';
import type { ExaminedCandidate } from './examined-candidates.ts';
import { numberOfText } from './number-of-text.ts';
import { PERSONAL_DATA_KINDS, type PersonalDataKind } from './personal-data.ts';
import type { TrainingExample } from './training-example.ts';

/** Rows whose tokens are counted to estimate those of all. */
const SAMPLED = 400;
/** `<|endoftext|>` in a text is a text. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };
const ANSWERS_IT = 3;
const CORRECT = 1;
const FAULTY = 2;

/** What the gates need to know of the examples, gathered while these are read. Lists go by the candidate's place. */
export class GateTally {
  readonly masked = new Map<PersonalDataKind, number>();
  readonly personalData: Uint8Array;
  readonly overLimit: Uint8Array;
  readonly contradictsGrades: Uint8Array;
  /** Characters of the answer that is learnt, in formats without one of the logged answer; 0 where there is none. */
  readonly answerLengths: Uint32Array;
  /** 1: the rows say yes (a preferred or correct answer), 2: no, by the verdict. */
  readonly classes: Uint8Array;
  readonly authors = new Map<string, number>();
  readonly guidelineVersions = new Set<number>();
  private sampledBytes = 0;
  private sampledTokens = 0;
  private bytes = 0;
  private trainBytes = 0;
  /** One number for question and answer together; 0 where nobody judged it right or wrong. */
  private readonly judged: Float64Array;
  private readonly stride: number;
  private readonly maxTokens: number;

  constructor(candidates: number, maxTokens: number) {
    this.personalData = new Uint8Array(candidates);
    this.overLimit = new Uint8Array(candidates);
    this.contradictsGrades = new Uint8Array(candidates);
    this.answerLengths = new Uint32Array(candidates);
    this.classes = new Uint8Array(candidates);
    this.judged = new Float64Array(candidates);
    this.stride = Math.max(1, Math.ceil(candidates / SAMPLED));
    this.maxTokens = maxTokens;
  }

  add(candidate: ExaminedCandidate): void {
    const { place, example, encoded } = candidate;
    // Of what the reader must not see nothing may show, in no finding either.
    if ('excluded' in encoded && encoded.excluded === 'hidden') return;
    this.judge(place, example);
    if ('excluded' in encoded && encoded.excluded !== 'personal_data') return;
    if (candidate.personalData.size > 0) this.personalData[place] = 1;
    if ('excluded' in encoded) return;
    for (const kind of PERSONAL_DATA_KINDS) {
      const found = candidate.personalData.get(kind) ?? 0;
      if (found > 0) this.masked.set(kind, (this.masked.get(kind) ?? 0) + found);
    }
    if (contradictsGrades(example)) this.contradictsGrades[place] = 1;
    const learnt = encoded.source === 'ideal' ? example.idealAnswer : example.answer;
    this.answerLengths[place] = learnt?.length ?? 0;
    for (const author of candidate.authors) this.authors.set(author, (this.authors.get(author) ?? 0) + 1);
    for (const version of candidate.guidelineVersions) this.guidelineVersions.add(version);
    // Of the files of a format one is trained with: the others hold the same in another form.
    const [first] = encoded.rows;
    for (const { path, text } of encoded.rows) if (path === first?.path) this.measure(candidate, text);
  }

  private judge(place: number, { verdict, question, answer }: TrainingExample): void {
    const side = verdict === 'correct' ? CORRECT : verdict === 'wrong' || verdict === 'partly' ? FAULTY : 0;
    this.classes[place] = side;
    if (side === 0 || answer === null) return;
    this.judged[place] = numberOfText(`${comparableText(question)}\0${comparableText(answer)}`);
  }

  private measure({ place, side }: ExaminedCandidate, text: string): void {
    const bytes = Buffer.byteLength(text);
    this.bytes += bytes;
    if (side === 'train') this.trainBytes += bytes;
    const isSampled = place % this.stride === 0;
    // A token has at least one byte: only what has more bytes can have more tokens.
    const isDoubtful = bytes > this.maxTokens;
    if (!isSampled && !isDoubtful) return;
    const tokens = countTokens(textsOf(text), AS_TEXT);
    if (tokens > this.maxTokens) this.overLimit[place] = 1;
    if (!isSampled) return;
    this.sampledBytes += bytes;
    this.sampledTokens += tokens;
  }

  /** Of all rows, and of those to train with, from those that were counted. */
  tokens(): { all: number; train: number } {
    const of = (bytes: number) =>
      this.sampledBytes === 0 ? 0 : Math.round((bytes * this.sampledTokens) / this.sampledBytes);
    return { all: of(this.bytes), train: of(this.trainBytes) };
  }

  /** Places whose question and answer were found right in one query and faulty in another, contradicting side by side. */
  contradictions(): number[] {
    const sides = new Map<number, number>();
    this.judged.forEach((key, place) => {
      if (key !== 0) sides.set(key, (sides.get(key) ?? 0) | (this.classes[place] ?? 0));
    });
    return [...this.judged.keys()].filter(
      (place) => sides.get(this.judged[place] ?? 0) === (CORRECT | FAULTY),
    );
  }
}

/** A verdict that the grades of the hits speak against. */
export function contradictsGrades({ verdict, failure, nothingToFind, hits }: TrainingExample): boolean {
  const grades = hits.flatMap(({ grade }) => grade ?? []);
  const best = Math.max(-1, ...grades);
  if (nothingToFind === true) return best >= DEFAULT_THRESHOLD;
  if (failure === 'missing_knowledge') return best >= ANSWERS_IT;
  const allGraded = hits.length > 0 && grades.length === hits.length;
  return verdict === 'correct' && allGraded && best < DEFAULT_THRESHOLD;
}

/** The texts in a JSON row without its punctuation; any other row as it is. */
function textsOf(row: string): string {
  if (!row.startsWith('{')) return row;
  const texts: string[] = [];
  JSON.parse(row, (_key, value: unknown) => {
    if (typeof value === 'string') texts.push(value);
    return value;
  });
  return texts.join('\n');
}
