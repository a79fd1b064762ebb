import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimItem } from '#lib/labelling/claim-item.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { readSampledQueries } from '#lib/labelling/queries/sampled-queries.ts';
import { samplingHealth } from '#lib/labelling/queries/sampling-health.ts';
import { removeItem } from '#lib/labelling/remove-item.ts';
import { skipItem } from '#lib/labelling/skip-item.ts';
import { submitLabel } from '#lib/labelling/submit-label.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { readFailureRates } from '#lib/quality/queries/failure-rates.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { logQueries } from '../labelling/logged-queries.ts';
import { asPerson } from '../labelling/people.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const DAY = { from: '2026-01-05T00:00:00.000Z', to: '2026-01-06T00:00:00.000Z' };

test('what is labelled, skipped, removed and left of a queue enters the failure rate', async () => {
  const ctx = await ownerContext(stores, () => new Date('2026-01-07T09:00:00Z'));
  const on = (day: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      id: `${day}-${i}`,
      startedAt: new Date(`2026-01-${day}T10:00:00Z`),
    }));
  await logQueries(ctx, [...on('05', 18), ...on('06', 6)]);
  const ada = await asPerson(ctx, 'Ada');
  const queue = await createQueue(ctx, { name: 'q', size: 24, secondRate: 0, secondFailures: false });
  const fates = { failed: 4, correct: 8, skipped: 3, removed: 1 };
  const plan = Object.entries(fates).flatMap(([fate, count]) => Array.from({ length: count }, () => fate));
  const left: string[] = [];
  for (;;) {
    const result = await claimItem(ada, { queueId: queue.id, except: left });
    if (!('item' in result)) break;
    const { id: itemId, fence, queryId } = result.item;
    const fate = queryId.startsWith('05-') ? plan.shift() : 'correct';
    if (fate === undefined) left.push(itemId);
    else if (fate === 'skipped') await skipItem(ada, { itemId, fence });
    else if (fate === 'removed') await removeItem(ada, { itemId });
    else {
      const label =
        fate === 'failed'
          ? ({ verdict: 'wrong', failure: 'wrong_format' } as const)
          : ({ verdict: 'correct' } as const);
      expect(await submitLabel(ada, { itemId, fence, label })).toMatchObject({ status: 'stored' });
    }
  }
  const sample = await readSampledQueries(ctx);
  expect(sample).toHaveLength(24);
  expect(sample.filter(({ removed }) => removed)).toHaveLength(1);
  expect(sample.filter(({ skipped }) => skipped)).toHaveLength(3);

  // Of the day's 18: twelve labelled, three skipped, one removed, two left. The next day's six are labelled.
  const { rate, nonResponse, bounds } = await readFailureRates(ctx, DAY);
  expect(rate).toMatchObject({ positives: 4, n: 12 });
  expect(rate.value).toBeCloseTo(1 / 3, 12);
  expect(nonResponse).toMatchObject({ pending: 2, skipped: 3, removed: 1, unlabelledClasses: [] });
  expect(nonResponse.removedShare).toBeCloseTo(1 / 18, 12);
  expect(nonResponse.skippedShare).toBeCloseTo(3 / 15, 12);
  expect(bounds?.upper).toBeGreaterThan(7 / 15);

  // Another project sees nothing of it.
  const other = await ownerContext(stores, () => new Date('2026-01-07T09:00:00Z'));
  expect(await readSampledQueries(other)).toEqual([]);
});

test('probabilities that do not add up to what was logged are found, over all fillings', async () => {
  const ctx = await ownerContext(stores, () => new Date('2026-01-07T09:00:00Z'));
  await logQueries(
    ctx,
    Array.from({ length: 24 }, (_, i) => ({ id: `s-${i}` })),
  );
  await createQueue(ctx, { name: 'all', size: 24 });
  // Six more of the same: by the first filling each of the 24 was certain to be drawn.
  const six = await createQueue(ctx, { name: 'six', size: 6 });
  const whole = { sampled: 24, logged: 24, estimated: 24, z: 0, sound: true, topHeavy: false };
  expect(await samplingHealth(ctx)).toMatchObject([
    { queue: 'six', queueId: six.id, ...whole },
    { queue: 'all', ...whole, heaviestShare: 1 / 24 },
  ]);
  await stores.controlPlane.prisma.selection.updateMany({
    where: { run: { queue: { projectId: ctx.project.id } } },
    data: { threshold: 0.5 },
  });
  expect(await samplingHealth(ctx)).toMatchObject([
    { queue: 'six', sound: false },
    { queue: 'all', estimated: 48, sound: false },
  ]);
});
