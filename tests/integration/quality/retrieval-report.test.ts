import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { candidateRecall } from '#lib/quality/queries/candidate-recall.ts';
import { hitListDiversity } from '#lib/quality/queries/hit-list-diversity.ts';
import { lexicalGaps } from '#lib/quality/queries/lexical-gaps.ts';
import { queryRetrieval } from '#lib/quality/queries/query-retrieval.ts';
import { retrievedDocuments } from '#lib/quality/queries/retrieved-documents.ts';
import { worstQuestions } from '#lib/quality/queries/worst-questions.ts';
import { queryRetrievalSchema } from '#lib/quality/retrieval-detail-schema.ts';
import {
  candidateRecallSchema,
  hitListDiversitySchema,
  lexicalGapsSchema,
  retrievedDocumentsSchema,
  worstQuestionsSchema,
} from '#lib/quality/retrieval-report-schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { writeChunks } from './write-chunks.ts';
import { type TestQuery, writeGrades, writeLabels, writeQueries } from './write-rows.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const DAY: Filter = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z' };
const at = (hour: number) => `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z`;
const TEXTS = [
  'Refunds are paid within thirty days of the return of the goods to our warehouse.',
  'Refunds are paid within thirty days of the return of the goods to our warehouse!',
  'Parcels leave on the day of the order and reach every town on the next day.',
  'Error E4711 of the heat pump means a broken gasket behind the compressor.',
  'The museum closes at five on every working day of the week.',
];

interface LoggedQuery extends TestQuery {
  candidates?: string[];
  sources?: string[];
}

/** As `writeQueries`, with what only this page looks at; ids are written once more under a higher version. */
async function writeLogged(ctx: Context, queries: readonly LoggedQuery[]): Promise<void> {
  await ctx.stores.queryLog.insert(
    'query_ids',
    queries.map(({ id, at: startedAt }) => ({
      project_id: ctx.project.id,
      query_id: id,
      bucket: Math.floor(Date.parse(startedAt) / 3_600_000) * 3600,
      content_hash: id,
      version: 2,
      received_at: Date.parse(startedAt),
    })),
  );
  await writeQueries(ctx, queries);
  await ctx.stores.queryLog.insert(
    'queries',
    queries.map(
      ({
        id,
        at: startedAt,
        hits,
        question,
        candidates,
        sources,
        score,
        retriever,
        scoreKind,
        expectedIds,
      }) => ({
        project_id: ctx.project.id,
        bucket: Math.floor(Date.parse(startedAt) / 3_600_000) * 3600,
        query_id: id,
        version: 2,
        content_hash: id,
        started_at: Date.parse(startedAt),
        received_at: Date.parse(startedAt),
        origin: 'live',
        question: question ?? id,
        question_hash: question ?? id,
        messages: '[]',
        answer: 'an answer',
        retrieved: hits !== null,
        hit_count: hits?.length ?? 0,
        zero_hit: hits !== null && hits?.length === 0,
        hit_ids: hits ?? [],
        hit_chunks: hits ?? [],
        hit_scores: (hits ?? []).map((_, i) =>
          score === undefined || score === null ? null : score - i / 10,
        ),
        hit_titles: (hits ?? []).map(() => ''),
        hit_sources: (hits ?? []).map((_, i) => sources?.[i] ?? ''),
        hit_metadata: (hits ?? []).map(() => '{}'),
        hit_cited: (hits ?? []).map(() => 0),
        candidates:
          candidates === undefined
            ? ''
            : JSON.stringify(candidates.map((chunk) => ({ id: chunk, chunk, score: 1 }))),
        retriever: retriever ?? 'r',
        score_kind: scoreKind ?? 'similarity',
        index_version: 'v1',
        expected_ids: expectedIds ?? [],
        u: 0.5,
        v: 0.5,
        o: 0.5,
      }),
    ),
  );
}

describe('one slice', () => {
  let ctx: Context;
  let hashes: string[];
  beforeAll(async () => {
    ctx = await ownerContext(stores);
    hashes = await writeChunks(
      ctx,
      TEXTS.map((text, i) => ({ text, title: `Text ${i}`, source: `s${i}` })),
    );
    const [refund = '', copy = '', parcel = '', pump = '', museum = ''] = hashes;
    const queries: LoggedQuery[] = [
      {
        id: 'refund',
        at: at(1),
        question: 'when are refunds paid',
        hits: [refund, copy, parcel],
        candidates: [refund, copy, parcel, pump],
        sources: ['terms', 'terms', 'shipping'],
        score: 0.9,
      },
      {
        id: 'pump-1',
        at: at(2),
        question: 'what does error e4711 mean on the pump',
        hits: [museum, parcel],
        candidates: [museum, pump, parcel],
        sources: ['city', 'shipping'],
        score: 0.5,
        retriever: 'other',
        scoreKind: 'distance',
      },
      {
        id: 'pump-2',
        at: at(3),
        question: 'what does error e4711 mean on the pump',
        hits: [museum, parcel],
        score: 0.4,
      },
      { id: 'zero', at: at(4), question: 'is there parking', hits: [] },
      {
        id: 'expects',
        at: at(5),
        hits: [parcel],
        candidates: [parcel, refund],
        expectedIds: [refund, parcel],
      },
      { id: 'none', at: at(6), hits: null },
    ];
    await writeLogged(ctx, queries);
    await writeLabels(ctx, queries, [{ id: 'pump-1', verdict: 'wrong', failure: 'missing_knowledge' }]);
    await writeGrades(ctx, {
      'when are refunds paid': { [refund]: 3, [copy]: 2, [parcel]: 0 },
      'what does error e4711 mean on the pump': { [museum]: 0, [parcel]: 1, [pump]: 3 },
    });
  });

  test('what ranking lost: candidates beside hits, people and expected apart', async () => {
    const recall = candidateRecallSchema.parse(await candidateRecall(ctx, { ...DAY, k: 1 }));
    expect(recall).toMatchObject({ ran: 5, withCandidates: 3 });
    // Refund: 2 relevant, both candidates, one in the first hit. Pump: the relevant candidate is no hit.
    expect(recall.losses[0]).toMatchObject({ source: 'people', n: 2, candidates: 1, losing: 2 });
    expect(recall.losses[0]?.hitsAtK).toBeCloseTo((1 / 2 + 0) / 2, 12);
    expect(recall.losses[0]?.candidatesAtK).toBeCloseTo((1 / 2 + 0) / 2, 12);
    expect(recall.losses[0]?.lost).toBeCloseTo(3 / 4, 12);
    expect(recall.losses[1]).toMatchObject({
      source: 'expected',
      n: 1,
      candidates: 1,
      hitsAtK: 0.5,
      lost: 0.5,
    });
  });

  test('the first k hits repeat each other', async () => {
    const diversity = hitListDiversitySchema.parse(await hitListDiversity(ctx, { ...DAY, k: 3 }));
    // Three queries with two hits and more, seven hits, one a near copy.
    expect(diversity).toMatchObject({ queries: 3, sampled: 3, compared: 7, duplicateShare: 0 });
    expect(diversity.nearDuplicateShare).toBeCloseTo(1 / 7, 12);
    expect(diversity.meanSimilarity).toBeGreaterThan(0);
    expect(diversity.meanSimilarity).toBeLessThan(1);
  });

  test('hits by source document, retrievers and kinds apart', async () => {
    const { items, total } = retrievedDocumentsSchema.parse(
      await retrievedDocuments(ctx, { ...DAY, k: 3 }, { by: 'source' }),
    );
    expect(items.find(({ name }) => name === 'terms')).toMatchObject({
      retriever: 'r',
      scoreKind: 'similarity',
      queries: 1,
      first: 1,
      medianTopScore: 0.9,
      graded: 2,
      relevant: 2,
    });
    expect(
      items.filter(({ name }) => name === 'shipping').map(({ retriever, queries }) => [retriever, queries]),
    ).toEqual([
      ['other', 1],
      ['r', 1],
    ]);
    // Without a source or title a hit's id stands in: two of pump-2, one of expects.
    expect(total).toBe(4 + 2);
    const versions = await retrievedDocuments(ctx, { ...DAY, k: 3 }, { by: 'indexVersion' });
    expect(versions.items.map(({ name, retriever, queries }) => [name, retriever, queries])).toEqual([
      ['v1', 'r', 3],
      ['v1', 'other', 1],
    ]);
  });

  test('the worst questions are those known to be bad, most often first', async () => {
    const worst = worstQuestionsSchema.parse(await worstQuestions(ctx, DAY));
    expect(worst).toMatchObject({ bad: 3, questions: 2 });
    expect(
      worst.items.map(({ question, bad, zeroHit, bestGrade, hasRelevantElsewhere }) => [
        question,
        bad,
        zeroHit,
        bestGrade,
        hasRelevantElsewhere,
      ]),
    ).toEqual([
      ['what does error e4711 mean on the pump', 2, 0, 1, true],
      ['is there parking', 1, 1, null, false],
    ]);
    expect(worst.items[0]?.lastId).toBe('pump-2');
    expect((await worstQuestions(ctx, DAY, { limit: 1 })).items).toHaveLength(1);
  });

  test('a question whose rare words stand in a chunk that was not found', async () => {
    const gaps = lexicalGapsSchema.parse(await lexicalGaps(ctx, DAY));
    expect(gaps).toMatchObject({ known: 5, rareUpTo: 2, lookedAt: 4, isAll: true, total: 1 });
    expect(gaps.items[0]).toMatchObject({ asked: 2, lastId: 'pump-2', hits: 2 });
    expect(gaps.items[0]?.chunk).toMatchObject({ chunk: hashes[3], title: 'Text 3', id: 'id-3' });
    expect(gaps.items[0]?.chunk.terms.sort()).toEqual(['e4711', 'error', 'pump']);
    expect(gaps.items[0]?.terms).toContainEqual({ term: 'e4711', chunks: 1 });
  });

  test('one query: every metric, diversity, and what MMR would have made of its candidates', async () => {
    const detail = queryRetrievalSchema.parse(await queryRetrieval(ctx, { id: 'refund', k: 3, lambda: 0.5 }));
    const value = (metric: string) => detail.metrics.find((one) => one.metric === metric);
    expect(value('hit_rate')).toMatchObject({ source: 'people', lower: 1, upper: 1, known: true });
    expect(value('precision')).toMatchObject({ known: true });
    expect(value('recall')).toMatchObject({ lower: null, upper: null, known: false });
    expect(detail.rbpResidual).toBeCloseTo(0.8 ** 3, 12);
    expect(detail.hits).toMatchObject({ compared: 3, nearDuplicates: 1 });
    // The near copy of the first gives way.
    expect(detail.mmr?.items.map(({ candidate }) => candidate)).not.toEqual([1, 2, 3]);
    expect(detail.mmr?.items[0]).toMatchObject({ candidate: 1, grade: 3, hitRank: 1 });
    expect(detail.mmr?.diversity.nearDuplicates).toBe(0);
    const byRelevance = await queryRetrieval(ctx, { id: 'refund', k: 3, lambda: 1 });
    expect(byRelevance.mmr?.items.map(({ candidate }) => candidate)).toEqual([1, 2, 3]);
  });

  test('one query: what ranking lost, and what was expected beside people', async () => {
    const lost = await queryRetrieval(ctx, { id: 'pump-1', k: 3 });
    expect(lost.recall).toEqual([
      { source: 'people', relevant: 1, candidates: 1, candidatesAtK: 1, hitsAtK: 0, lostByRanking: 1 },
    ]);
    const expected = await queryRetrieval(ctx, { id: 'expects', k: 1 });
    expect(expected.recall).toEqual([
      {
        source: 'expected',
        relevant: 2,
        candidates: 1,
        candidatesAtK: 0.5,
        hitsAtK: 0.5,
        lostByRanking: 0.5,
      },
    ]);
    expect(
      expected.metrics.find(({ metric, source }) => metric === 'recall' && source === 'expected'),
    ).toMatchObject({
      lower: 0.5,
      known: true,
    });
    const without = await queryRetrieval(ctx, { id: 'none' });
    expect(without).toMatchObject({ metrics: [], mmr: null, recall: [], rbpResidual: null });
  });

  test('another project sees nothing of it', async () => {
    const other = await ownerContext(stores);
    expect(await worstQuestions(other, DAY)).toMatchObject({ bad: 0, items: [] });
    expect(await lexicalGaps(other, DAY)).toMatchObject({ known: 0, lookedAt: 0, items: [] });
    expect(await retrievedDocuments(other, DAY)).toMatchObject({ items: [], total: 0 });
    expect(await hitListDiversity(other, DAY)).toMatchObject({ sampled: 0, meanSimilarity: null });
    expect(await candidateRecall(other, DAY)).toMatchObject({ ran: 0, losses: [] });
    await expect(queryRetrieval(other, { id: 'refund' })).rejects.toMatchObject({ kind: 'not_found' });
  });
});
