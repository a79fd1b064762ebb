import type { QueryDetail } from '#lib/query-log/schema.ts';
import { type MarkedPart, withRanges } from '../../../../_components/marked-text.ts';
import { bestPassage, markTerms, termsOf } from '../../../../_components/matched-terms.ts';
import { runsOf, sharedRuns, type TextRange } from '../../../../_components/shared-runs.ts';

const PASSAGE_LENGTH = 520;

/** What a hit's card shows, worked out once. */
export interface PreparedHit {
  passage: TextRange;
  /** The passage, with the question's words and what the answer took over marked. */
  parts: MarkedPart[];
  /** The whole text likewise; made when it is asked for. */
  whole: () => MarkedPart[];
}

const prepared = new WeakMap<QueryDetail, (hit: number) => PreparedHit>();

/**
 * What the card of each hit shows, by the hit's place from 0. Each is worked out when it is asked for, once: a page that
 * is drawn ahead can pause between two of them.
 */
export function preparedHits(query: QueryDetail): (hit: number) => PreparedHit {
  const known = prepared.get(query);
  if (known !== undefined) return known;
  const terms = termsOf(`${query.question}\n${query.retrievalQuery ?? ''}`);
  const answerRuns = runsOf(query.answer ?? '');
  const hits: PreparedHit[] = [];
  const prepare = (hit: number) => (hits[hit] ??= prepareHit(query.hits[hit]?.text ?? '', terms, answerRuns));
  prepared.set(query, prepare);
  return prepare;
}

function prepareHit(text: string, terms: readonly string[], answerRuns: ReadonlySet<string>): PreparedHit {
  const passage = bestPassage(text, terms, PASSAGE_LENGTH);
  const shared = sharedRuns(text, answerRuns);
  const cut = ({ start, end }: TextRange) =>
    withRanges(markTerms(text.slice(start, end), terms), shared, start);
  return { passage, parts: cut(passage), whole: () => cut({ start: 0, end: text.length }) };
}
