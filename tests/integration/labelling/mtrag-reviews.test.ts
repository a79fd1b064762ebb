import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { readAgreement } from '#lib/labelling/queries/agreement.ts';
import { listDisputes } from '#lib/labelling/queries/disputes.ts';
import { listReviewers } from '#lib/labelling/queries/reviewers.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { mirroredLabels } from './mirrored.ts';

const folder = process.env.FAULTLINE_REAL_DATA;

const reviewSchema = z.object({
  queryId: z.string(),
  reviewer: z.string(),
  mappedFailure: z.string().nullable(),
});
type Review = z.output<typeof reviewSchema>;

const readLines = (name: string): unknown[] =>
  readFileSync(join(folder ?? '', 'mtrag', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** What more than half say of a query; the calculation outside the product. */
function expectedOf(reviews: readonly Review[]) {
  const verdicts = reviews.map((review) => (review.mappedFailure === null ? 'correct' : 'wrong'));
  const most = (values: (string | null)[]) =>
    values.find((value) => values.filter((other) => other === value).length > values.length / 2);
  const verdict = most(verdicts) ?? 'disputed';
  const failures = reviews.flatMap((review) => review.mappedFailure ?? []);
  return { verdict, failure: verdict === 'wrong' ? (most(failures) ?? '') : '' };
}

/**
 * Krippendorff's alpha for names, from its definition: one minus observed over expected disagreement, each pair of
 * ratings of a unit weighted by one less than how many it has. Apart from the product's own.
 */
function nominalAlpha(units: readonly (readonly string[])[]): number {
  const paired = units.filter((values) => values.length > 1);
  const all = paired.flat();
  const observed = paired.map((values) => {
    const differing = values.flatMap((a, i) => values.filter((b, j) => i !== j && a !== b)).length;
    return differing / (values.length - 1);
  });
  const differing = all.map((a) => all.filter((b) => b !== a).length);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return 1 - sum(observed) / all.length / (sum(differing) / (all.length * (all.length - 1)));
}

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  if (folder !== undefined) ({ stores, close } = await openTestStores());
});
afterAll(() => close?.());

test.skipIf(folder === undefined)(
  'mtrag: the reviews of seven reviewers become labels and resolve',
  async () => {
    const owner = await ownerContext(stores);
    const ctx: Context = { ...owner, actor: { kind: 'system' } };
    const queries = readLines('queries.jsonl');
    for (let from = 0; from < queries.length; from += 50)
      await logQueries(ctx, { queries: queries.slice(from, from + 50) });
    const reviews = readLines('reviews.jsonl').map((line) => reviewSchema.parse(line));
    const labels = reviews.map(({ queryId, reviewer, mappedFailure }) => ({
      queryId,
      reviewer,
      verdict: mappedFailure === null ? 'correct' : 'wrong',
      failure: mappedFailure,
    }));
    let accepted = 0;
    for (let from = 0; from < labels.length; from += 500) {
      const answer = await writeLabels(ctx, { labels: labels.slice(from, from + 500) });
      expect(answer.rejected).toEqual([]);
      accepted += answer.accepted;
    }
    expect(accepted).toBe(reviews.length);
    expect(await stores.controlPlane.prisma.person.count({ where: { projectId: ctx.project.id } })).toBe(8);

    const expected = [...Map.groupBy(reviews, (review) => review.queryId)]
      .map(([query_id, group]) => ({ query_id, ...expectedOf(group), label_count: group.length }))
      .sort((a, b) => (a.query_id < b.query_id ? -1 : 1));
    const mirrored = (await mirroredLabels(ctx)).map(({ query_id, verdict, failure, label_count }) => ({
      query_id,
      verdict,
      failure,
      label_count,
    }));
    expect(mirrored).toEqual(expected);

    const units = [...Map.groupBy(reviews, (review) => review.queryId).values()];
    const agreement = await readAgreement(ctx, {});
    const verdicts = units.map((group) =>
      group.map(({ mappedFailure }) => (mappedFailure === null ? 'correct' : 'wrong')),
    );
    const failures = units.map((group) => group.flatMap(({ mappedFailure }) => mappedFailure ?? []));
    expect(agreement.verdict.jointItems).toBe(units.filter((group) => group.length > 1).length);
    expect(agreement.verdict.alpha).toBeCloseTo(nominalAlpha(verdicts), 12);
    expect(agreement.failure.alpha).toBeCloseTo(nominalAlpha(failures), 12);
    expect(agreement.grades.jointItems).toBe(0);
    const opened = agreement.confusion.cells[0]?.[2]?.queryIds ?? [];
    const mixed = units.filter(
      (group) => new Set(group.map(({ mappedFailure }) => mappedFailure === null)).size > 1,
    );
    expect([...opened].sort()).toEqual(mixed.map((group) => group[0]?.queryId ?? '').sort());
    const reviewers = await listReviewers(ctx);
    expect(reviewers.map(({ labels }) => labels).reduce((total, n) => total + n, 0)).toBe(reviews.length);
    const disputes = await listDisputes(ctx, { limit: 500 });
    const differing = units.filter(
      (group) => new Set(group.map(({ mappedFailure }) => mappedFailure)).size > 1,
    );
    expect(disputes.items.map(({ queryId }) => queryId).sort()).toEqual(
      differing.map((group) => group[0]?.queryId ?? '').sort(),
    );
  },
);
