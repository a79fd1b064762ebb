import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimItem } from '#lib/labelling/claim-item.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { runQueueRules } from '#lib/labelling/run-queue-rules.ts';
import { saveQueue } from '#lib/labelling/save-queue.ts';
import { submitLabel } from '#lib/labelling/submit-label.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { prn } from '#lib/statistics/sampling.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { logQueries } from './logged-queries.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const CAP = 6;
/** Of 30 hot ones in the window before 6 are wanted, of 6 cold ones all; nothing is known of fresh ones. */
const RATES: Record<string, number> = { hot: 0.2, cold: 1, fresh: 1 };

function arriving(day: string, counts: Record<string, number>) {
  return Object.entries(counts).flatMap(([model, count]) =>
    Array.from({ length: count }, (_, i) => ({
      id: `${model}-${day}-${i}`,
      model,
      startedAt: new Date(`2026-01-${day}T12:00:00Z`),
    })),
  );
}

test('a stratified rule: rates from the window before, the cap, and the probabilities that are stored', async () => {
  const clock = { now: new Date('2026-01-07T10:00:00Z') };
  const ctx = await ownerContext(stores, () => clock.now);
  // Neither the sizes of the window itself nor those before the last one make a rate.
  const window = arriving('06', { hot: 50, cold: 4, fresh: 3 });
  await logQueries(ctx, [
    ...arriving('04', { hot: 100 }),
    ...arriving('05', { hot: 30, cold: 6 }),
    ...window,
  ]);
  const queue = await createQueue(ctx, { name: 'q', size: 0, secondRate: 0, fillCap: CAP });
  const mode = { kind: 'stratified', by: 'model', wantEach: 6 } as const;
  await saveQueue(ctx, { queueId: queue.id, rules: [{ filter: {}, mode }] });
  const ran = await runQueueRules(ctx, { queueId: queue.id });
  expect(ran).toMatchObject({ candidates: window.length, selected: CAP });

  const wanted = window
    .map(({ id, model }) => {
      const [u, w] = [prn('select', id, ctx.project.samplingSecret), RATES[model] ?? 0];
      return { queryId: id, w, priority: u / w };
    })
    .filter(({ priority }) => priority <= 1)
    .sort((a, b) => a.priority - b.priority);
  // The seven of the small strata alone are more than the cap.
  expect(wanted.length).toBeGreaterThan(CAP);
  const tau = wanted[CAP]?.priority ?? 1;
  const items = await stores.controlPlane.prisma.queueItem.findMany({
    where: { queueId: queue.id },
    include: { selections: { include: { run: true } } },
  });
  const chosen = wanted.slice(0, CAP);
  expect(items.map(({ queryId }) => queryId).sort()).toEqual(chosen.map(({ queryId }) => queryId).sort());
  for (const { queryId, selections } of items) {
    const w = chosen.find((query) => query.queryId === queryId)?.w;
    expect(selections).toMatchObject([{ weight: w, run: { wanted: CAP, candidates: window.length } }]);
    expect(selections[0]?.threshold).toBeCloseTo(tau, 12);
  }

  const claimed = await claimItem(ctx, { queueId: queue.id });
  if (!('item' in claimed)) throw new Error('nothing was given');
  const { id: itemId, fence, queryId } = claimed.item;
  await submitLabel(ctx, { itemId, fence, label: { verdict: 'correct' } });
  const label = await stores.controlPlane.prisma.label.findFirst({ where: { itemId } });
  const w = RATES[queryId.split('-')[0] ?? ''] ?? 0;
  expect(label?.inclusion).toBeCloseTo(Math.min(1, w * tau), 12);

  // The next window takes its rates from this one, where fresh ones are known by then.
  clock.now = new Date('2026-01-08T10:00:00Z');
  await logQueries(ctx, arriving('07', { fresh: 5 }));
  await saveQueue(ctx, { queueId: queue.id, rules: [{ filter: {}, mode: { ...mode, wantEach: 1 } }] });
  await runQueueRules(ctx, { queueId: queue.id });
  const later = await stores.controlPlane.prisma.selection.findMany({
    where: { run: { queueId: queue.id }, item: { queryId: { startsWith: 'fresh-07' } } },
  });
  for (const { weight } of later) expect(weight).toBeCloseTo(1 / 3, 12);
});
