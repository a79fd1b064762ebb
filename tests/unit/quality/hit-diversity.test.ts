import { describe, expect, it } from 'vitest';
import { diversifiedCandidates } from '#lib/quality/diversified-candidates.ts';
import { hitDiversity } from '#lib/quality/hit-diversity.ts';
import { lexicalGap, rareUpTo, searchTerms } from '#lib/quality/lexical-gap.ts';

const A = 'Refunds are paid within thirty days of the return of the goods to our warehouse in Bremen.';
const B = 'The warehouse opens at nine and closes at five on every working day of the week.';

describe('diversity of a hit list', () => {
  it('counts copies and near copies once each, below the first', () => {
    const nearly = A.replace('thirty', 'forty');
    expect(hitDiversity([A, `  ${A.toUpperCase()} `, nearly, B])).toMatchObject({
      compared: 4,
      duplicates: 1,
      nearDuplicates: 1,
    });
  });

  it('has a mean similarity from 0 to 1', () => {
    expect(hitDiversity([A, A]).meanSimilarity).toBeCloseTo(1, 12);
    expect(hitDiversity(['alpha beta', 'gamma delta']).meanSimilarity).toBe(0);
    const mixed = hitDiversity([A, A, 'gamma delta']).meanSimilarity ?? Number.NaN;
    expect(mixed).toBeCloseTo(1 / 3, 12);
  });

  it('leaves hits without a text out, and is silent about fewer than two', () => {
    expect(hitDiversity([A, null])).toEqual({
      compared: 1,
      duplicates: 0,
      nearDuplicates: 0,
      meanSimilarity: null,
    });
    expect(hitDiversity([])).toMatchObject({ compared: 0, meanSimilarity: null });
  });
});

describe('what maximal marginal relevance would have returned', () => {
  const candidates = [
    { text: 'refund days return goods' },
    { text: 'refund days return goods' },
    { text: 'refund shipping costs island' },
    { text: 'cats' },
    { text: null },
  ];

  it('passes over a copy unless relevance alone counts', () => {
    expect(diversifiedCandidates('refund of goods', candidates, { lambda: 1, k: 2 })).toEqual([0, 1]);
    expect(diversifiedCandidates('refund of goods', candidates, { lambda: 0.5, k: 2 })).toEqual([0, 2]);
  });

  it('puts a candidate without a text last', () => {
    expect(diversifiedCandidates('refund of goods', candidates, { lambda: 0.5, k: 5 }).at(-1)).toBe(4);
  });
});

describe('lexical gap', () => {
  const holders = new Map([
    ['e4711', ['c1']],
    ['gasket', ['c1', 'c2']],
    ['pump', ['c3', 'c4']],
  ]);

  it('is the rare terms that stand in no hit, and the chunk with most of them', () => {
    expect(lexicalGap(['gasket', 'e4711', 'pump', 'unknown'], new Set(['c3']), holders)).toEqual({
      terms: ['e4711', 'gasket'],
      chunk: 'c1',
      held: ['e4711', 'gasket'],
    });
  });

  it('is none where a hit holds each term, or nobody does', () => {
    expect(lexicalGap(['gasket', 'pump'], new Set(['c2', 'c4']), holders)).toBeNull();
    expect(lexicalGap(['unknown'], new Set(), holders)).toBeNull();
  });

  it('does not rest on one plain word where something was found', () => {
    expect(lexicalGap(['gasket'], new Set(['c9']), holders)).toBeNull();
    expect(lexicalGap(['gasket'], new Set(), holders)).toMatchObject({ held: ['gasket'] });
    expect(lexicalGap(['e4711'], new Set(['c9']), holders)).toMatchObject({ held: ['e4711'] });
  });

  it('takes no stop words and no short words but numbers', () => {
    expect(searchTerms(['what', 'is', 'the', 'e4711', 'of', 'pv', '12'])).toEqual(['e4711', '12']);
  });

  it('calls rare what stands in one chunk of a hundred, and in two of few', () => {
    expect([rareUpTo(0), rareUpTo(150), rareUpTo(100_000)]).toEqual([2, 2, 1000]);
  });
});
