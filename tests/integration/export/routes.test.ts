import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureApiKey } from '#lib/auth/ensure-api-key.ts';
import { registerExportJobs } from '#lib/export/jobs.ts';
import { openExportArchive } from '#lib/export/open-export-archive.ts';
import { openExportFile } from '#lib/export/open-export-file.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context, Scope } from '#lib/platform/context.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import { GET as archive } from '../../../app/api/v1/exports/[id]/archive/route.ts';
import { POST as cancel } from '../../../app/api/v1/exports/[id]/cancel/route.ts';
import { GET as file } from '../../../app/api/v1/exports/[id]/files/[name]/route.ts';
import { GET as findings } from '../../../app/api/v1/exports/[id]/findings/[gate]/route.ts';
import { POST as override } from '../../../app/api/v1/exports/[id]/override/route.ts';
import { GET as read } from '../../../app/api/v1/exports/[id]/route.ts';
import { POST as preview } from '../../../app/api/v1/exports/preview/route.ts';
import { GET as list, POST as request } from '../../../app/api/v1/exports/route.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { asPerson } from '../labelling/people.ts';

type Handler = (request: Request, next: { params: Promise<Record<string, string>> }) => Promise<Response>;

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  shareStores(stores);
  await registerExportJobs(stores);
  ctx = await ownerContext(stores);
  await addKey(ctx, 'mine', ['export']);
  await addKey(ctx, 'reader', ['read']);
  await addKey(await ownerContext(stores), 'other', ['export']);
});
afterAll(() => close());

async function addKey(of: Context, name: string, scopes: Scope[]): Promise<void> {
  await ensureApiKey(stores, of.project, { name, secret: secretOf(name), scopes });
}
const secretOf = (name: string) => `secret-of-the-key-${name}-for-tests`;

function call(
  handler: Handler,
  options: { key?: string; params?: Record<string, string>; body?: object } = {},
) {
  const { key = 'mine', params = {}, body } = options;
  const sent = new Request('http://local/api/v1/exports', {
    headers: { authorization: `Bearer ${secretOf(key)}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return handler(sent, { params: Promise.resolve(params) });
}

test('an export is asked for, watched and fetched', async () => {
  await logQueries(ctx, { id: 'q', question: 'Q', answer: 'A' });
  await writeLabels(ctx, { labels: [{ queryId: 'q', verdict: 'correct' }] });
  const recipe = {
    format: 'openai-chat',
    filter: { verdict: 'correct' },
    shares: { validation: 0, test: 0 },
  };
  const asked = await call(request, { body: recipe });
  expect(asked.status).toBe(202);
  const { id } = await asked.json();
  await expect
    .poll(async () => (await (await call(read, { params: { id } })).json()).status, { timeout: 20_000 })
    .toBe('held');
  const heldView = await (await call(read, { params: { id } })).json();
  expect(heldView.files).toEqual([]);
  expect(heldView.findings.filter((finding: { level: string }) => finding.level === 'stop')).toMatchObject([
    { gate: 'readiness' },
  ]);
  expect((await call(archive, { params: { id } })).status).toBe(404);
  expect((await call(override, { params: { id }, body: { overrides: [] } })).status).toBe(400);
  const passed = await call(override, {
    params: { id },
    body: { overrides: [{ gate: 'readiness', reason: 'One is enough here' }] },
  });
  expect(passed.status).toBe(200);
  await expect
    .poll(async () => (await (await call(read, { params: { id } })).json()).status, { timeout: 20_000 })
    .toBe('done');
  const again = { overrides: [{ gate: 'readiness', reason: 'Once more' }] };
  expect((await call(override, { params: { id }, body: again })).status).toBe(409);

  const fetched = await call(file, { params: { id, name: 'train.jsonl' } });
  expect(fetched.status).toBe(200);
  expect(Object.fromEntries(fetched.headers)).toMatchObject({
    'content-type': 'application/jsonl',
    'content-disposition': 'attachment; filename="train.jsonl"',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
  expect(await fetched.text()).toBe(
    '{"messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"A"}]}\n',
  );
  expect((await (await call(list)).json()).items).toMatchObject([{ id, status: 'done' }]);

  const zips = [await call(archive, { params: { id } }), await call(archive, { params: { id } })];
  expect(zips[0]?.headers.get('content-type')).toBe('application/zip');
  const [zip, sameZip] = await Promise.all(
    zips.map(async (zipped) => Buffer.from(await zipped.arrayBuffer())),
  );
  expect(zip?.equals(sameZip ?? Buffer.alloc(0))).toBe(true);
  expect(zip?.toString('latin1').match(/train\.jsonl|README\.md|manifest\.json/g)?.length).toBe(6);

  const looked = await (await call(preview, { body: recipe })).json();
  expect(looked).toMatchObject({ counts: heldView.counts, lookedAt: 1, labelled: 1 });
  expect(looked.firstRows).toMatchObject([{ path: 'train.jsonl', queryId: 'q' }]);
  const rows = await call(findings, { params: { id, gate: 'readiness' } });
  expect(await rows.json()).toEqual({ items: [], nextCursor: null, total: 0 });
  expect((await call(findings, { params: { id, gate: 'nothing' } })).status).toBe(404);

  for (const name of ['../../secret', '..', 'train.jsonl.part', '/etc/passwd'])
    expect((await call(file, { params: { id, name } })).status).toBe(404);
  for (const handler of [read, cancel, file, archive, findings] as Handler[]) {
    const missing = await call(handler, {
      key: 'other',
      params: { id: 'nowhere', name: 'train.jsonl', gate: 'tokens' },
    });
    const foreign = await call(handler, {
      key: 'other',
      params: { id, name: 'train.jsonl', gate: 'tokens' },
    });
    expect([foreign.status, await foreign.text()]).toEqual([404, await missing.text()]);
  }
});

test('nobody gets labels in a file that they must still judge unseen', async () => {
  const { items } = await (await call(list)).json();
  const { id } = items.find((item: { status: string }) => item.status === 'done');
  const eve = await asPerson(ctx, 'Eve', 'admin');
  const wanted = { id, name: 'train.jsonl' };
  await (await openExportFile(eve, wanted)).handle.close();
  const queue = await createQueue(ctx, { name: 'Second', size: 0, reviewers: 2, secondRate: 0 });
  await stores.controlPlane.prisma.queueItem.createMany({
    data: [0, 1].map((slot) => ({
      id: `${queue.id}-${slot}`,
      queueId: queue.id,
      queryId: 'q',
      slot,
      serveOrder: 0.5,
    })),
  });
  const refused = {
    kind: 'forbidden',
    message: expect.stringContaining('a query that you must still judge'),
  };
  await expect(openExportFile(eve, wanted)).rejects.toMatchObject(refused);
  await expect(openExportArchive(eve, { id })).rejects.toMatchObject(refused);
  expect((await call(file, { params: wanted })).status).toBe(200);
});

test('wrong requests are refused with what is wrong', async () => {
  const badFilter = await call(request, { body: { format: 'openai-chat', filter: { verdict: 'fine' } } });
  expect(badFilter.status).toBe(400);
  expect((await badFilter.json()).error.path).toBe('filter.verdict.0');
  expect((await call(request, { body: { format: 'csv' } })).status).toBe(400);
  expect((await call(request, { key: 'reader', body: { format: 'openai-chat' } })).status).toBe(403);
  expect((await call(list, { key: 'reader' })).status).toBe(403);
  expect((await call(list, { key: 'nobody' })).status).toBe(401);
});
