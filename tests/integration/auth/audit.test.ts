import { mkdirSync, writeFileSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditPageSchema } from '#lib/auth/audit-schema.ts';
import { createApiKey } from '#lib/auth/create-api-key.ts';
import { listAuditActors, listAuditEvents } from '#lib/auth/queries/audit-events.ts';
import { recordAuditEvent } from '#lib/auth/record-audit-event.ts';
import { cancelExport } from '#lib/export/cancel-export.ts';
import { exportFolder } from '#lib/export/export-folder.ts';
import { registerExportJobs } from '#lib/export/jobs.ts';
import { openExportFile } from '#lib/export/open-export-file.ts';
import { requestExport } from '#lib/export/request-export.ts';
import { deleteQueries } from '#lib/ingest/delete-queries.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { replayQuarantine } from '#lib/ingest/replay-quarantine.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { addMember, auditOf } from './members.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  await registerExportJobs(stores);
});
afterAll(() => close());

const list = (ctx: Context, filter: object = {}) => listAuditEvents(ctx, auditPageSchema.parse(filter));

test.each(['UPDATE "AuditEvent" SET "action" = \'x\'', 'DELETE FROM "AuditEvent"', 'TRUNCATE "AuditEvent"'])(
  'the log refuses %s',
  async (statement) => {
    const ctx = await ownerContext(stores);
    await createApiKey(ctx, { name: 'K', scopes: ['read'] });
    const before = await stores.controlPlane.prisma.auditEvent.count();
    await expect(stores.controlPlane.query(statement)).rejects.toThrow(/append-only/);
    expect(await stores.controlPlane.prisma.auditEvent.count()).toBe(before);
  },
);

test('a change that fails leaves no entry, and an entry that fails no change', async () => {
  const ctx = await ownerContext(stores);
  for (const name of ['Same', 'Same']) await createApiKey(ctx, { name, scopes: ['read'] });
  await expect(createApiKey(ctx, { name: 'Same', scopes: ['read'] })).rejects.toThrow();
  expect(await auditOf(ctx)).toHaveLength(2);
  const broken: Context = { ...ctx, now: () => new Date(Number.NaN) };
  await expect(createApiKey(broken, { name: 'Other', scopes: ['read'] })).rejects.toThrow();
  const { prisma } = stores.controlPlane;
  expect(await prisma.apiKey.count({ where: { projectId: ctx.project.id, name: 'Other' } })).toBe(0);
});

describe('what is told of', () => {
  test('exports, deletions, replays and queues', async () => {
    const ctx = await ownerContext(stores);
    await logQueries(ctx, { queries: [{ id: 'a', question: 'Q' }, { id: 'b' }] });
    const { id: exportId } = await requestExport(ctx, { format: 'openai-chat' });
    await cancelExport(ctx, { id: exportId });
    await cancelExport(ctx, { id: exportId });
    await replayQuarantine(ctx, { all: true });
    await createQueue(ctx, { name: 'First', filter: {}, size: 1 });
    await deleteQueries(ctx, { filter: {} });
    await deleteQueries(ctx, { filter: {} }, 1);
    const events = await auditOf(ctx);
    expect(events.map((event) => event.action).filter((action) => action !== 'export_cancelled')).toEqual([
      'export_requested',
      'quarantine_replayed',
      'queue_made',
      'queries_deleted',
    ]);
    expect(events.filter((event) => event.action === 'export_cancelled').length).toBeLessThanOrEqual(1);
    expect(events.at(-1)?.detail).toEqual({ queries: 1 });
    expect(new Set(events.map((event) => event.actorKind))).toEqual(new Set(['person']));
  });

  test('a file that was downloaded, with who did it', async () => {
    const ctx = await ownerContext(stores);
    const id = uuidv7();
    const folder = exportFolder(stores.dataFolder, { id, runId: null }).final;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/train.jsonl`, '{}\n');
    await stores.controlPlane.prisma.export.create({
      data: {
        id,
        projectId: ctx.project.id,
        format: 'openai-chat',
        filter: {},
        status: 'done',
        files: [{ name: 'train.jsonl', rows: 1, bytes: 3, sha256: 'x' }],
        requestedBy: 'system',
      },
    });
    const asKey: Context = { ...ctx, actor: { kind: 'key', keyId: 'k1', name: 'Robot', scopes: ['export'] } };
    const { handle } = await openExportFile(asKey, { id, name: 'train.jsonl' });
    await handle.close();
    expect(await auditOf(ctx)).toMatchObject([
      { action: 'export_downloaded', actorKind: 'key', actorName: 'Robot', actorId: 'k1', subject: id },
    ]);
  });
});

describe('reading', () => {
  let ctx: Context;
  const START = Date.parse('2026-04-01T00:00:00Z');
  const record = (
    i: number,
    action: 'key_made' | 'key_revoked' | 'role_changed',
    subject: string,
    name: string,
  ) =>
    recordAuditEvent(stores.controlPlane.prisma, {
      action,
      at: new Date(START + i * 3_600_000),
      actor: { kind: 'person', personId: `p-${name}`, name, role: 'owner' },
      projectId: ctx.project.id,
      subject,
    });
  beforeAll(async () => {
    ctx = await ownerContext(stores);
    for (let i = 0; i < 12; i++) await record(i, 'key_made', `Key ${i}`, i % 2 === 0 ? 'Ada' : 'Bob');
    await record(12, 'key_revoked', '100%_sure\\', 'Ada');
    await record(13, 'role_changed', 'ada@example.org', 'Bob');
  });

  test('pages through everything once, newest first', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(ctx, {
        limit: '5',
        ...(cursor === null ? {} : { cursor }),
      });
      seen.push(...page.items.map((item) => item.at));
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== null);
    expect(pages).toBe(3);
    expect(seen).toHaveLength(14);
    expect(seen).toEqual([...seen].sort().reverse());
  });

  test.each([
    [{ action: 'key_revoked' }, 1],
    [{ actor: 'Ada' }, 7],
    [{ actor: 'Ada', action: 'key_made' }, 6],
    [{ subject: 'key 1' }, 3],
    [{ subject: 'EXAMPLE.org' }, 1],
    [{ subject: '%' }, 1],
    [{ subject: '_' }, 1],
    [{ subject: '\\' }, 1],
    [{ subject: 'nothing' }, 0],
    [{ from: '2026-04-01T10:00:00Z' }, 4],
    [{ to: '2026-04-01T10:00:00Z' }, 10],
    [{ from: '2026-04-01T08:00:00+05:45', to: '2026-04-01T04:00:00Z' }, 1],
  ])('%j gives %i', async (filter, count) => {
    expect((await list(ctx, filter)).items).toHaveLength(count);
  });

  test('who appears can be chosen', async () => {
    expect(await listAuditActors(ctx)).toEqual(['Ada', 'Bob']);
  });

  test.each([{ action: 'rm' }, { from: 'yesterday' }, { cursor: 'x' }, { limit: '0' }, { limit: '501' }])(
    'refuses %j',
    (filter) => {
      expect(auditPageSchema.safeParse(filter).success).toBe(false);
    },
  );

  test('is for admins, and shows nothing of another project', async () => {
    for (const role of ['reviewer', 'viewer'] as const) {
      const { ctx: asRole } = await addMember(ctx, role);
      await expect(list(asRole)).rejects.toMatchObject({ kind: 'forbidden' });
      await expect(listAuditActors(asRole)).rejects.toMatchObject({ kind: 'forbidden' });
    }
    expect(
      (await list(await ownerContext(stores))).items.filter((item) => item.action !== 'sign_in'),
    ).toEqual([]);
  });

  test('has the sign-ins of its members and not those of others', async () => {
    const own = await ownerContext(stores);
    const member = await addMember(own, 'viewer');
    const stranger = await addMember(ctx, 'viewer');
    for (const { email, userId } of [member, stranger])
      await recordAuditEvent(stores.controlPlane.prisma, {
        action: 'sign_in',
        at: new Date(),
        actor: { kind: 'account', userId, name: email },
        subject: email,
      });
    expect((await list(own)).items.map((item) => item.subject)).toEqual([member.email]);
  });
});
