import { test } from 'vitest';
import { claimItem } from '#lib/labelling/claim-item.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { submitLabel } from '#lib/labelling/submit-label.ts';
import * as lite from '../../support/stores.ts';
import * as pgs from './zz-pg-stores.ts';
import { logQueries, plainQueries } from './logged-queries.ts';
import { asPerson } from './people.ts';
test('bench', async () => {
  const { stores } = process.env.PGT ? await pgs.openTestStores() : await lite.openTestStores();
  const ctx = await lite.ownerContext(stores);
  await logQueries(ctx, plainQueries(5000));
  let t = performance.now();
  const q = await createQueue(ctx, { name: 'x', size: 5000 });
  console.log('create 5000', performance.now() - t);
  const people = await Promise.all(Array.from({ length: 50 }, (_, i) => asPerson(ctx, `p${i}`)));
  for (const p of people.slice(0, 5)) { t = performance.now(); await claimItem(p, { queueId: q.id }); console.log('claim', (performance.now() - t).toFixed(1)); }
  const times: number[] = [], subs: number[] = [];
  t = performance.now();
  await Promise.all(people.map(async (p) => {
    for (let i = 0; i < 6; i++) {
      const a = performance.now();
      const r = await claimItem(p, { queueId: q.id });
      times.push(performance.now() - a);
      if (!('item' in r)) return;
      const b = performance.now();
      await submitLabel(p, { itemId: r.item.id, fence: r.item.fence, label: { verdict: 'correct' } });
      subs.push(performance.now() - b);
    }
  }));
  times.sort((a, b) => a - b); subs.sort((a,b)=>a-b);
  console.log('300 claim+submit ms', performance.now() - t, 'claim p50/p95', times[150], times[285], 'submit p50/p95', subs[150], subs[285]);
  const one = people[0]!;
  const solo: number[] = [], solos: number[] = [];
  for (let i = 0; i < 30; i++) { let a = performance.now(); const r = await claimItem(one, { queueId: q.id }); solo.push(performance.now() - a); a = performance.now(); if ('item' in r) await submitLabel(one, { itemId: r.item.id, fence: r.item.fence, label: { verdict: 'correct' } }); solos.push(performance.now() - a); }
  console.log('solo claim', solo.sort((a,b)=>a-b)[15], 'solo submit', solos.sort((a,b)=>a-b)[15]);
});
