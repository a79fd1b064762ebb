import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { foundGaps } from '#lib/quality/found-gaps.ts';
import { continuedGaps } from '#lib/quality/gap-identity.ts';
import { gapState } from '#lib/quality/gap-state.ts';
import { clusterQuestions } from '#lib/quality/question-clusters.ts';
import { adjustedRand } from '../../support/adjusted-rand.ts';

const fixture = z
  .object({ gaps: z.array(z.object({ title: z.string(), questions: z.array(z.string()) })) })
  .parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/reworded-questions.json'), 'utf8')),
  );
const REWORDED = fixture.gaps.flatMap(({ title, questions }) =>
  questions.map((question) => ({ title, question })),
);

function groupOf(clusters: readonly (readonly number[])[], places: number): number[] {
  return Array.from({ length: places }, (_, place) =>
    clusters.findIndex((cluster) => cluster.includes(place)),
  );
}

describe('60 questions in 20 gaps of three wordings', () => {
  it('are found again, and no group mixes titles', async () => {
    const clusters = await clusterQuestions(REWORDED.map(({ question }) => question));
    const titles = clusters.map((cluster) => new Set(cluster.map((place) => REWORDED[place]?.title)));
    const rand = adjustedRand(
      REWORDED.map(({ title }) => title),
      groupOf(clusters, REWORDED.length),
    );
    process.stdout.write(`${clusters.length} groups of 20 gaps, adjusted Rand ${rand.toFixed(3)}\n`);
    expect(titles.filter(({ size }) => size > 1)).toEqual([]);
    expect(rand).toBeGreaterThan(0.9);
  });

  it('are the same whatever the order they come in', async () => {
    const turned = REWORDED.toReversed();
    const [forth, back] = await Promise.all(
      [REWORDED, turned].map((list) => clusterQuestions(list.map(({ question }) => question))),
    );
    const places = REWORDED.map((_, place) => turned.length - 1 - place);
    const of = groupOf(back ?? [], turned.length);
    expect(
      adjustedRand(
        groupOf(forth ?? [], REWORDED.length),
        places.map((place) => of[place]),
      ),
    ).toBe(1);
  });

  it('would fall apart or run together at another threshold', async () => {
    const questions = REWORDED.map(({ question }) => question);
    expect((await clusterQuestions(questions, 0.999)).length).toBeGreaterThan(50);
    expect((await clusterQuestions(questions, 0.001)).length).toBeLessThan(15);
  });
});

const realData = process.env.FAULTLINE_REAL_DATA;

test.skipIf(realData === undefined)(
  'among 240 real questions on other subjects they stay whole and apart',
  async () => {
    const row = z.object({ input: z.string(), passages: z.array(z.object({ title: z.string() })) });
    const own = new Set(REWORDED.map(({ question }) => question));
    const others = ['answerable', 'unanswerable']
      .flatMap((kind) =>
        readFileSync(join(realData ?? '', `clapnq_dev/clapnq_dev_${kind}.jsonl`), 'utf8')
          .trim()
          .split('\n')
          .map((line) => row.parse(JSON.parse(line))),
      )
      .map(({ input, passages }) => ({ question: input, title: passages[0]?.title ?? '' }))
      .filter(({ question }) => !own.has(question))
      .slice(0, 240);
    const all = [...REWORDED, ...others];
    const clusters = await clusterQuestions(all.map(({ question }) => question));
    const mixed = clusters.filter((cluster) => new Set(cluster.map((place) => all[place]?.title)).size > 1);
    const rand = adjustedRand(
      REWORDED.map(({ title }) => title),
      groupOf(clusters, all.length).slice(0, REWORDED.length),
    );
    process.stdout.write(
      `among ${others.length} others: ${clusters.length} groups, ${mixed.length} of several titles, adjusted Rand of the 60 ${rand.toFixed(3)}\n`,
    );
    expect(rand).toBeGreaterThan(0.95);
    expect(mixed.length).toBeLessThanOrEqual(10);
  },
);

it('a question without a word of its own is a group of its own', async () => {
  expect(await clusterQuestions(['???', 'why', 'How do I reset it?', '', 'reset how'])).toHaveLength(4);
  expect(await clusterQuestions([])).toEqual([]);
});

describe('state of a gap', () => {
  const real = (at: number) => ({ at, queryId: `real-${at}`, isReplay: false });
  const replay = (at: number) => ({ at, queryId: `replay-${at}`, isReplay: true });

  test.each([
    ['nothing since', 10, [], { state: 'open' }],
    ['one real occurrence is not enough', 10, [real(11)], { state: 'open' }],
    ['two are', 10, [real(12), real(11)], { state: 'closed', by: 'occurrences', at: 12, queryId: 'real-12' }],
    ['one replay is', 10, [replay(11)], { state: 'closed', by: 'replay', at: 11, queryId: 'replay-11' }],
    [
      'what came first counts',
      10,
      [real(11), real(12), replay(13)],
      { state: 'closed', by: 'occurrences', at: 12 },
    ],
    ['before the last failure nothing counts', 10, [replay(9), real(8), real(10)], { state: 'open' }],
    ['a failure afterwards opens it again', 20, [real(11), real(12), replay(13)], { state: 'open' }],
  ])('%s', (_, lastBadAt, good, expected) => {
    expect(gapState(lastBadAt, good)).toMatchObject(expected);
  });
});

describe('identity', () => {
  const group = (...wordings: [string, number][]) =>
    wordings.map(([questionHash, queries]) => ({ questionHash, queries }));

  it('stays with the group that has most of the queries', () => {
    const known = new Map([
      ['a', 'g1'],
      ['b', 'g1'],
      ['c', 'g2'],
    ]);
    expect(continuedGaps([group(['a', 5], ['new', 50]), group(['b', 2]), group(['c', 1])], known)).toEqual([
      'g1',
      null,
      'g2',
    ]);
  });

  it('of two gaps that join the larger goes on', () => {
    const known = new Map([
      ['a', 'g1'],
      ['b', 'g2'],
    ]);
    expect(continuedGaps([group(['a', 1], ['b', 3]), group(['z', 9])], known)).toEqual(['g2', null]);
  });
});

it('a good retrieval of another wording counts for the group it is most like', async () => {
  const vain = (questionHash: string, question: string, lastAt: number) => ({
    questionHash,
    question,
    queries: 1,
    zeroHits: 1,
    missing: 0,
    firstAt: 1,
    lastAt,
    lastQueryId: questionHash,
  });
  const served = (questionHash: string, question: string, at: number, isReplay = false) => ({
    questionHash,
    question,
    at,
    queryId: `${questionHash}-${at}`,
    isReplay,
  });
  const gaps = await foundGaps(
    [vain('a', 'Is there a dark mode?', 10), vain('b', 'Does it run on a Raspberry Pi?', 10)],
    [
      served('c', 'How do I switch on the dark mode?', 20, true),
      served('d', 'What does a licence cost?', 30, true),
    ],
  );
  const stateOf = (hash: string) => gaps.find(({ wordings }) => wordings[0]?.questionHash === hash)?.state;
  expect(stateOf('a')).toMatchObject({ state: 'closed', by: 'replay', queryId: 'c-20' });
  expect(stateOf('b')).toEqual({ state: 'open' });
});
