import { describe, expect, test } from 'vitest';
import { chunksOf } from '../../../prisma/seed/generate-traffic.ts';
import { loadHandbook } from '../../../prisma/seed/load-handbook.ts';
import { deploymentMoment, scenarios } from '../../../prisma/seed/scenario.ts';
import { aroundDeployment, badShare, demoTraffic, ENDS_AT, shareOf, zeroHitShare } from './demo-traffic.ts';

const stale = demoTraffic('stale-index');
const badPrompt = demoTraffic('bad-prompt');

describe('traffic', () => {
  test('is the same to the byte for the same seed, and another for another', () => {
    expect(JSON.stringify(demoTraffic('stale-index'))).toBe(JSON.stringify(stale));
    expect(JSON.stringify(demoTraffic('stale-index', 8).queries)).not.toBe(JSON.stringify(stale.queries));
  });

  test('has the asked number of queries, ids once, by time, inside the two weeks', () => {
    const times = stale.queries.map(({ startedAt }) => Date.parse(startedAt));
    expect(stale.queries).toHaveLength(2400);
    expect(new Set(stale.queries.map(({ id }) => id)).size).toBe(2400);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(ENDS_AT.getTime() - 14 * 86_400_000);
    expect(Math.max(...times)).toBeLessThan(ENDS_AT.getTime());
    expect(demoTraffic('stale-index', 7, 33).queries).toHaveLength(33);
  });

  test('has the rhythm of days and weeks', () => {
    const times = stale.queries.map(({ startedAt }) => new Date(startedAt));
    const night = shareOf(times, (time) => time.getUTCHours() < 6);
    const day = shareOf(times, (time) => time.getUTCHours() >= 8 && time.getUTCHours() < 17);
    const weekend = shareOf(times, (time) => [0, 6].includes(time.getUTCDay()));
    expect(night).toBeLessThan(0.06);
    expect(day).toBeGreaterThan(0.65);
    expect(weekend).toBeGreaterThan(0.02);
    expect(weekend).toBeLessThan(0.15);
  });

  test('has conversations of two to four turns that carry the earlier turns', () => {
    const bySession = Map.groupBy(stale.queries, ({ sessionId }) => sessionId);
    const lengths = [...bySession.values()].map(({ length }) => length);
    expect(Math.max(...lengths)).toBe(4);
    expect(shareOf(lengths, (length) => length > 1)).toBeGreaterThan(0.15);
    const followUps = stale.queries.filter(({ retrievalQuery }) => retrievalQuery !== undefined);
    expect(followUps.length).toBeGreaterThan(100);
    for (const { messages, retrievalQuery, question } of followUps) {
      expect(messages.filter(({ role }) => role === 'user').length).toBeGreaterThan(1);
      expect(retrievalQuery).not.toBe(question);
    }
  });

  test('does not look copied', () => {
    expect(new Set(stale.queries.map(({ question }) => question)).size).toBeGreaterThan(1000);
  });

  test('has a few errors of both stages; a failed retrieval has no hits field', () => {
    const failed = stale.queries.filter(({ error }) => error);
    expect(failed.length).toBeGreaterThan(10);
    expect(failed.length).toBeLessThan(80);
    for (const { error, hits, answer } of failed) {
      expect(answer).toBeNull();
      expect(hits === undefined).toBe(error?.stage === 'retrieval');
    }
    expect(new Set(failed.map(({ error }) => error?.stage))).toEqual(new Set(['retrieval', 'generation']));
  });

  test('has feedback on about one query in twelve that mostly agrees with the truth', () => {
    const { before, after } = aroundDeployment(stale);
    const rated = [...before, ...after].filter(({ query }) => query.feedback);
    expect(rated.length / 2400).toBeGreaterThan(0.05);
    expect(rated.length / 2400).toBeLessThan(0.11);
    const agrees = ({ query, truth }: (typeof rated)[number]) =>
      (query.feedback?.score === 1) === (truth.judged?.verdict === 'correct');
    expect(shareOf(rated, agrees)).toBeGreaterThan(0.75);
  });
});

describe('the deployment', () => {
  test.each(['2026-03-19T10:00:00Z', '2026-03-20T00:00:00Z', '2026-03-21T23:00:00Z', '2026-01-02T05:00:00Z'])(
    'before %s falls on a working day three to seven days earlier',
    (end) => {
      const moment = deploymentMoment(new Date(end));
      const daysBefore = (Date.parse(end) - moment.getTime()) / 86_400_000;
      expect([1, 2, 3, 4, 5]).toContain(moment.getUTCDay());
      expect(daysBefore).toBeGreaterThan(3);
      expect(daysBefore).toBeLessThan(7);
    },
  );

  test.each([1, 7, 23])(
    'of the stale index raises zero hits and missing knowledge alone (seed %i)',
    (seed) => {
      const { before, after } = aroundDeployment(demoTraffic('stale-index', seed));
      expect(zeroHitShare(before)).toBeLessThan(0.06);
      expect(zeroHitShare(after)).toBeGreaterThanOrEqual(0.15);
      expect(badShare(before)).toBeLessThan(0.3);
      expect(badShare(after) - badShare(before)).toBeGreaterThan(0.2);
      expect(badShare(after, 'weak_reasoning')).toBeLessThanOrEqual(badShare(before, 'weak_reasoning'));
      expect(Math.abs(badShare(after, 'wrong_format') - badShare(before, 'wrong_format'))).toBeLessThan(0.03);
    },
  );

  test('of the stale index changes nothing but the index version', () => {
    const { before, after } = aroundDeployment(stale);
    const values = (rows: typeof before, field: 'indexVersion' | 'promptVersion' | 'model' | 'release') => [
      ...new Set(rows.map(({ query }) => query[field])),
    ];
    expect(stale.deployment).toMatchObject({ side: 'retrieval', indexVersion: 'v8', promptVersion: 'p3' });
    expect([values(before, 'indexVersion'), values(after, 'indexVersion')]).toEqual([['v7'], ['v8']]);
    for (const field of ['promptVersion', 'model', 'release'] as const) {
      expect(values(before, field)).toEqual(values(after, field));
    }
    const missing: readonly string[] = scenarios['stale-index'].after.missingDocuments;
    const found = after.flatMap(({ query }) => query.hits ?? []).map(({ id }) => id.split('#')[0] ?? '');
    expect(found.filter((document) => missing.includes(document))).toEqual([]);
  });

  test('without a stale index the same weeks stay as they were', () => {
    // The control: the same questions at the same moments, the bad index never deployed.
    const healthy = { ...scenarios['stale-index'], after: scenarios['stale-index'].before };
    const { before, after } = aroundDeployment(demoTraffic('stale-index', 7, 2400, healthy));
    expect(zeroHitShare(after)).toBeLessThan(0.06);
    expect(Math.abs(badShare(after) - badShare(before))).toBeLessThan(0.06);
  });

  test('of the bad prompt worsens shape and reasoning, not retrieval', () => {
    const { before, after } = aroundDeployment(badPrompt);
    expect(new Set(badPrompt.queries.map(({ indexVersion }) => indexVersion))).toEqual(new Set(['v7']));
    expect(after.every(({ query }) => query.promptVersion === 'p4')).toBe(true);
    expect(zeroHitShare(after)).toBeLessThan(0.07);
    expect(badShare(after, 'wrong_format')).toBeGreaterThan(badShare(before, 'wrong_format') + 0.3);
    expect(badShare(after, 'weak_reasoning')).toBeGreaterThan(badShare(before, 'weak_reasoning') + 0.05);
    expect(
      Math.abs(badShare(after, 'missing_knowledge') - badShare(before, 'missing_knowledge')),
    ).toBeLessThan(0.04);
  });
});

test('chunks are registered for each index version, the stale one with about half of them', () => {
  const handbook = loadHandbook();
  const versions = Map.groupBy(
    chunksOf(scenarios['stale-index'], handbook),
    ({ indexVersion }) => indexVersion,
  );
  expect(versions.get('v7')).toHaveLength(handbook.length);
  expect((versions.get('v8')?.length ?? 0) / handbook.length).toBeCloseTo(0.5, 1);
  expect(chunksOf(scenarios['bad-prompt'], handbook)).toHaveLength(handbook.length);
});
