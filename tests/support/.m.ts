import { openQueryLogStore } from '#lib/platform/query-log-store.ts';
import { findChunks } from '#lib/query-log/queries/find-chunks.ts';
import { listQueries } from '#lib/query-log/queries/list-queries.ts';
import { neighbours } from '#lib/query-log/queries/neighbours.ts';
import { queriesRange } from '#lib/query-log/queries/queries-range.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { readSession } from '#lib/query-log/queries/read-session.ts';

const queryLog = openQueryLogStore({ dataFolder: process.argv[2]! });
const ctx: any = {
  actor: { kind: 'system' },
  project: { id: 'big' },
  now: () => new Date(),
  stores: { queryLog },
};
async function t(name: string, f: () => Promise<any>) {
  const times = [];
  let r: any;
  for (let i = 0; i < 4; i++) {
    const a = performance.now();
    r = await f();
    times.push(Math.round(performance.now() - a));
  }
  console.log(name.padEnd(34), times.join(' '), JSON.stringify(r)?.slice(0, 120));
}
const L =
  (filter: any, more: any = {}) =>
  async () => {
    const p = await listQueries(ctx, { filter, ...more });
    return { total: p.total, n: p.items.length, first: p.items[0]?.id };
  };
if (process.argv[3] === 'sql') {
  const rows = await (queryLog as any).rows({ parse: (x: any) => x }, process.argv[4]!);
  console.log(rows.map((r: any) => Object.values(r).join(' ')).join('\n'));
  await queryLog.close();
  process.exit(0);
}
await t('newest', L({}));
await t('newest 500', L({}, { limit: 500 }));
await t('oldest', L({}, { order: 'oldest' }));
const p = await listQueries(ctx, { filter: {} });
await t('page 2', L({}, { cursor: p.nextCursor }));
await t('7 days', L({ from: '2026-03-20T00:00:00.000Z', to: '2026-03-27T00:00:00.000Z' }));
await t('model', L({ model: ['gpt-a'] }));
await t('q rare', L({ q: 'word4711' }));
await t('q two common', L({ q: 'alpha bravo' }));
await t('q answer', L({ q: 'bravo1234' }));
await t('q none', L({ q: 'nowhere' }));
await t('q + 7d', L({ q: 'alpha number', from: '2026-03-20T00:00:00.000Z', to: '2026-03-27T00:00:00.000Z' }));
await t('verdict', L({ verdict: ['wrong'] }));
await t('verdict none', L({ verdict: ['none'] }));
await t('cell', L({ cell: ['unknown-bad'] }));
await t('session', () =>
  readSession(ctx, { sessionId: p.items[20]!.sessionId }).then((x) => ({ total: x.total })),
);
await t('read', () =>
  readQuery(ctx, p.items[20]!.id).then((x) => ({
    id: x.id,
    hits: x.hits.length,
    t: x.hits[0]?.text?.length,
  })),
);
await t('neighbours', () => neighbours(ctx, { id: p.items[20]!.id, filter: {} }));
await t('range', () => queriesRange(ctx));
await t('chunks', () => findChunks(ctx, { q: 'tok1 tok2' }).then((x) => x.length));
await t('chunks any', () => findChunks(ctx, { q: 'tok1 tok2 tok3 tok4 tok5 zzz' }).then((x) => x.length));
await t('64+ words', L({ q: Array.from({ length: 100 }, (_, i) => 'w' + i).join(' ') }));
await queryLog.close();
