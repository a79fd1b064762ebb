import { describe, expect, test } from 'vitest';
import { breakPoints } from '#lib/pipeline/break-points.ts';
import { documentName } from '#lib/pipeline/document-name.ts';
import { indexVersionOf } from '#lib/pipeline/index-version.ts';
import { lexicalIndex } from '#lib/pipeline/lexical-index.ts';
import { rankedChunks } from '#lib/pipeline/ranked-chunks.ts';
import { chunkingSchema, retrievalSettingsSchema } from '#lib/pipeline/schema.ts';
import { fusedScores } from '#lib/pipeline/score-fusion.ts';
import { chosenThreshold, thresholdCurve } from '#lib/pipeline/score-threshold.ts';

const TEXTS = [
  'A jacket can be returned within 30 days.',
  'API keys are rotated every 90 days.',
  'A jacket or a coat can be returned within 30 days, unworn.',
  'Parcels are delivered by freight.',
];
const settings = (part: object) => retrievalSettingsSchema.parse({ k: 2, ...part });
const ranked = (mode: string, part: object = {}, similar?: number[]) =>
  rankedChunks({
    question: 'returning a jacket within days',
    texts: TEXTS,
    lexical: lexicalIndex(TEXTS),
    settings: settings({ mode, ...part }),
    threshold: Number.NEGATIVE_INFINITY,
    ...(similar === undefined
      ? {}
      : { similar: similar.map((score, place) => ({ place, score, vector: null })) }),
  });

describe('lexical search', () => {
  test('scores lie between 0 and 1, and a question without a known word finds nothing', () => {
    const found = lexicalIndex(TEXTS).search('returning a jacket within days', 10);
    expect(
      found
        .map(({ place }) => place)
        .slice(0, 2)
        .sort(),
    ).toEqual([0, 2]);
    for (const { score } of found) expect(score > 0 && score <= 1).toBe(true);
    expect(lexicalIndex(TEXTS).search('who wrote it?', 10)).toEqual([]);
    expect(lexicalIndex([]).search('jacket', 10)).toEqual([]);
  });

  test('a term that stands nowhere lowers the score of all', () => {
    const index = lexicalIndex(TEXTS);
    const [plain] = index.search('jacket', 1);
    const [odd] = index.search('jacket xylophone', 1);
    expect(odd?.score).toBeLessThan(plain?.score ?? 0);
  });
});

describe('ranking', () => {
  test('MMR with lambda 1 keeps the order of relevance, and without vectors it compares words', () => {
    const plain = ranked('lexical').hits.map(({ place }) => place);
    expect(ranked('mmr', { lambda: 1 }).hits.map(({ place }) => place)).toEqual(plain);
    expect(ranked('mmr', { lambda: 0.1 }).hits.map(({ place }) => place)).not.toEqual(plain);
  });

  test('hybrid is the weighted sum, and its ends are the two rankings', () => {
    const similar = [0.2, 0.9, 0.1, 0.3];
    expect(ranked('hybrid', { lexicalWeight: 0 }, similar).hits[0]).toEqual({ place: 1, score: 0.9 });
    expect(ranked('hybrid', { lexicalWeight: 1 }, similar).hits[0]?.place).toBe(
      ranked('lexical').hits[0]?.place,
    );
    const both = fusedScores([{ place: 0, score: 0.5 }], [{ place: 1, score: 0.8 }], 0.25);
    expect(both).toEqual([
      { place: 1, score: 0.6000000000000001 },
      { place: 0, score: 0.125 },
    ]);
  });

  test('what is below the threshold is a candidate and no hit', () => {
    const { hits, candidates, best } = rankedChunks({
      question: 'jacket',
      texts: TEXTS,
      lexical: lexicalIndex(TEXTS),
      settings: settings({ mode: 'similarity' }),
      similar: [
        { place: 0, score: 0.7, vector: null },
        { place: 1, score: 0.2, vector: null },
      ],
      threshold: 0.5,
    });
    expect([hits.length, candidates.length, best]).toEqual([1, 2, 0.7]);
  });
});

test('the threshold recognises the most within what may be refused; the curve rises in both', () => {
  const scores = [
    ...[0.9, 0.8, 0.7, 0.3].map((score) => ({ score, answerable: true })),
    ...[0.6, 0.4, 0.2, Number.NEGATIVE_INFINITY].map((score) => ({ score, answerable: false })),
  ];
  expect(chosenThreshold(scores, 0)).toBe(0.3);
  expect(chosenThreshold(scores, 0.25)).toBe(0.7);
  expect(chosenThreshold(scores.slice(0, 4), 0.25)).toBeUndefined();
  expect(thresholdCurve(scores).find(({ threshold }) => threshold === 0.7)).toEqual({
    threshold: 0.7,
    recognised: 1,
    refused: 0.25,
  });
});

test('a text breaks where the distance is above the percentile of all', () => {
  expect(breakPoints([0.1, 0.1, 0.9, 0.1, 0.1])).toEqual([3]);
  expect(breakPoints([0.2, 0.2, 0.2])).toEqual([]);
  expect(breakPoints([0.9])).toEqual([]);
});

test('an index version follows documents, chunking and model, not their order', () => {
  const documents = [
    { name: 'a.md', contentHash: '1' },
    { name: 'b.md', contentHash: '2' },
  ];
  const chunking = chunkingSchema.parse({});
  const embedding = { connectionId: 'c', model: 'm' };
  const version = indexVersionOf('Hand Book', documents, chunking, embedding);
  expect(version).toMatch(/^hand-book-[0-9a-f]{12}$/);
  expect(indexVersionOf('Hand Book', documents.toReversed(), chunking, embedding)).toBe(version);
  // Another connection to the same model makes the same vectors.
  expect(indexVersionOf('Hand Book', documents, chunking, { ...embedding, connectionId: 'd' })).toBe(version);
  const others = [
    indexVersionOf('Hand Book', documents.slice(1), chunking, embedding),
    indexVersionOf('Hand Book', documents, { ...chunking, limit: 256 }, embedding),
    indexVersionOf('Hand Book', documents, chunking, { ...embedding, model: 'n' }),
    indexVersionOf('Hand Book', documents, chunking, null),
  ];
  expect(new Set([version, ...others]).size).toBe(5);
});

test.each([
  ['./a/b.md', { name: 'a/b.md' }],
  ['a\\b.md', { name: 'a/b.md' }],
  ['../b.md', { reason: expect.any(String) }],
  ['', { reason: 'The file has no name.' }],
  ['a\u0000.md', { reason: expect.any(String) }],
])('the file name %j is %j', (sent, kept) => {
  expect(documentName(sent)).toEqual(kept);
});
