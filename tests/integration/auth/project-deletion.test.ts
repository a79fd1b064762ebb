import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CACHE_MS } from '#lib/auth/api-keys.ts';
import { createApiKey } from '#lib/auth/create-api-key.ts';
import { deleteProject, erasableAt, PROJECT_DELETION_JOB } from '#lib/auth/delete-project.ts';
import { ensureProject } from '#lib/auth/ensure-project.ts';
import { ensureFirstApiKey } from '#lib/auth/first-api-key.ts';
import { findProject } from '#lib/auth/project-access.ts';
import { listProjectsOf } from '#lib/auth/queries/projects.ts';
import { exportFolder } from '#lib/export/export-folder.ts';
import { registerExportJobs } from '#lib/export/jobs.ts';
import { logQueries as ingestQueries } from '#lib/ingest/log-queries.ts';
import { LIMITS } from '#lib/ingest/schema.ts';
import { claimItem } from '#lib/labelling/claim-item.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { ensureGuidelines } from '#lib/labelling/ensure-guidelines.ts';
import { reconcileMirror } from '#lib/labelling/reconcile-mirror.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { eraseDeletedProject } from '#lib/project-deletion/erase-deleted-project.ts';
import { registerProjectDeletion } from '#lib/project-deletion/jobs.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { testSize } from '../../support/test-size.ts';
import { openDoor } from '../ingest/door.ts';
import { logQueries, plainQueries } from '../labelling/logged-queries.ts';
import { addMember } from './members.ts';
import { fillPipelineTables } from './pipeline-rows.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  await registerExportJobs(stores);
  await registerProjectDeletion(stores);
});
afterAll(() => close());

const DAY_MS = 24 * 3600 * 1000;
const afterwards = () => new Date(Date.now() + DAY_MS);
const exportIds = new Map<string, string>();

/** A project with a row in as many places as there are. */
async function filledProject(): Promise<Context> {
  const ctx = await ownerContext(stores);
  const projectId = ctx.project.id;
  await logQueries(ctx, plainQueries(3));
  await writeLabels(ctx, {
    labels: [{ queryId: 'q-1', reviewer: 'Ada', verdict: 'correct', grades: { 'a-1': 3, 'b-1': 0 } }],
  });
  const { id: queueId } = await createQueue(ctx, { name: 'Q', filter: {}, size: 2 });
  await claimItem(ctx, { queueId });
  await ensureGuidelines(ctx);
  await addMember(ctx, 'reviewer');
  await createApiKey(ctx, { name: 'K', scopes: ['ingest'] });
  await ensureFirstApiKey(stores, ctx.project);
  const exportId = uuidv7();
  exportIds.set(projectId, exportId);
  const folder = exportFolder(stores.dataFolder, { id: exportId, runId: null }).final;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'train.jsonl'), '{}\n');
  await stores.controlPlane.prisma.export.create({
    data: {
      id: exportId,
      projectId,
      format: 'openai-chat',
      filter: {},
      status: 'done',
      requestedBy: 'system',
    },
  });
  const { prisma } = stores.controlPlane;
  const about = { projectId, queryId: 'q-1' };
  await prisma.exportFinding.create({ data: { ...about, exportId, gate: 'readiness', position: 0 } });
  await prisma.exportContent.create({ data: { projectId, exportId, rows: new Uint8Array(1) } });
  await prisma.exportSide.create({ data: { ...about, side: 'train' } });
  await prisma.exportSideVersion.create({ data: { projectId, version: 1 } });
  const gap = { projectId, title: 'Q', queries: 1, zeroHits: 1, missing: 0 };
  const seen = { firstSeenAt: new Date(), lastSeenAt: new Date() };
  const wording = {
    questionHash: 'q',
    question: 'Q',
    queries: 1,
    lastQueryId: 'q-1',
    lastSeenAt: new Date(),
  };
  await prisma.gap.create({
    data: { id: uuidv7(), ...gap, ...seen, wordings: { create: { ...wording, projectId } } },
  });
  await prisma.adjudication.create({
    data: {
      id: uuidv7(),
      projectId,
      queryId: 'q-1',
      questionHash: 'h',
      personId: 'p',
      verdict: 'correct',
      grades: {},
    },
  });
  const made = { projectId, createdBy: 'Ada' };
  const at = new Date();
  await prisma.deployment.create({
    data: { id: uuidv7(), ...made, at, dimension: 'release', version: 'v' },
  });
  await prisma.modelPrice.create({
    data: { id: uuidv7(), ...made, pattern: '*', inputUsd: 1, outputUsd: 1, validFrom: at },
  });
  const definition = { kind: 'sections', sections: ['A'], inOrder: false };
  await prisma.formatRule.create({
    data: {
      id: uuidv7(),
      ...made,
      name: 'F',
      version: 1,
      kind: 'sections',
      definition,
      promptVersions: ['none'],
    },
  });
  await prisma.savedView.create({ data: { id: uuidv7(), ...made, name: 'V', page: 'queries', search: '' } });
  await prisma.scoreMapping.create({ data: { id: uuidv7(), projectId, name: 'M', rules: [] } });
  await prisma.goldAnswer.create({
    data: {
      id: uuidv7(),
      projectId,
      itemId: uuidv7(),
      queryId: 'q-1',
      personId: 'p',
      calibration: false,
      verdict: 'correct',
      grades: {},
      agrees: true,
      at: new Date(),
    },
  });
  const invitation = { id: uuidv7(), email: 'a@example.org', role: 'viewer', hash: uuidv7() };
  await prisma.invitation.create({ data: { ...invitation, projectId, expiresAt: afterwards() } });
  await fillPipelineTables(stores, projectId);
  for (const [table, row] of Object.entries(LOGGED_ROWS))
    await stores.queryLog.insert(table, [{ project_id: projectId, ...row }]);
  return ctx;
}

/** Tables of the query log that the verbs above do not reach. */
const LOGGED_ROWS: Record<string, object> = {
  corpus: { index_version: 'v', chunk_id: 'c', chunk_hash: 'h', title: '', source: '', version: 1 },
  chunk_checks: { chunk_hash: 'h', rules: 1, words: 1, version: 1 },
  feedback: { query_id: 'q-1', user_id: '', score: 1, comment: '', version: 1 },
  query_tags: { query_id: 'q-1', tag: 't', version: 1, deleted: 0 },
  quarantine: { quarantine_id: 'x', received_at: Date.now(), event_id: '', body_complete: true, version: 1 },
  query_deletions: { deletion_id: 'd', query_id: 'q-9' },
  spans: { trace_id: 't', span_id: 's', received_at: Date.now(), span: '{}' },
  trace_queries: { trace_id: 't', query_id: 'q-1', received_at: Date.now() },
  scores: { query_id: 'q-1', name: 's', source: 'x', received_at: Date.now(), version: 1 },
  ingest_counts: { hour: 0, unit: 'query', outcome: 'accepted', reason: '', events: 1 },
};

/**
 * Rows of the project by table of either store; the audit log, which tells of the deletion, is left out. Earlier
 * versions of a row are counted only with `withOld`: they go whenever the engine merges its parts.
 */
async function rowsOf(projectId: string, { withOld = false } = {}): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const logged = await stores.queryLog.rows(
    z.object({ table: z.string() }),
    `SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'project_id' ORDER BY table`,
  );
  for (const { table } of logged) {
    const [row] = await stores.queryLog.rows(
      z.object({ n: z.number() }),
      `SELECT count() AS n FROM ${table} WHERE project_id = {projectId:String} SETTINGS final = ${withOld ? 0 : 1}`,
      { projectId },
    );
    counts[table] = row?.n ?? 0;
  }
  const { rows } = await stores.controlPlane.query(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'projectId' AND table_name <> 'AuditEvent' ORDER BY 1`,
  );
  for (const { name } of rows as { name: string }[]) {
    const found = await stores.controlPlane.query(
      `SELECT count(*)::int AS n FROM "${name}" WHERE "projectId" = $1`,
      [projectId],
    );
    counts[name] = (found.rows[0] as { n: number }).n;
  }
  counts.Project = await stores.controlPlane.prisma.project.count({ where: { id: projectId } });
  return counts;
}

const left = async (projectId: string) =>
  Object.entries(await rowsOf(projectId, { withOld: true })).filter(([, count]) => count > 0);

const order = (ctx: Context) => deleteProject(ctx, { confirmName: ctx.project.name });

/** The same stores, of which the call number `failing` (from 0) that writes or erases anything fails. */
function failingAt(failing: number): { stores: Stores; calls: () => number } {
  let calls = 0;
  const step = () => {
    if (calls++ === failing) throw new Error('killed here');
  };
  const WRITES = /^(create|update|delete|upsert)/;
  const prisma = stores.controlPlane.prisma.$extends({
    query: {
      async $allOperations({ operation, args, query }) {
        if (WRITES.test(operation)) step();
        return query(args);
      },
    },
  }) as unknown as Stores['controlPlane']['prisma'];
  const queryLog: Stores['queryLog'] = {
    ...stores.queryLog,
    command: async (sql, params) => {
      step();
      await stores.queryLog.command(sql, params);
    },
  };
  return {
    stores: { ...stores, queryLog, controlPlane: { ...stores.controlPlane, prisma } },
    calls: () => calls,
  };
}

describe('ordering', () => {
  test('needs an owner and the name as it stands', async () => {
    const ctx = await ownerContext(stores);
    const { ctx: asAdmin } = await addMember(ctx, 'admin');
    await expect(order(asAdmin)).rejects.toMatchObject({ kind: 'forbidden' });
    for (const confirmName of ['', 'x', ctx.project.name.toUpperCase()])
      await expect(deleteProject(ctx, { confirmName })).rejects.toMatchObject({ path: 'confirmName' });
    expect(await findProject(stores, ctx.project.slug)).toBeDefined();
  });

  test('makes the project unknown to everyone at once', async () => {
    const ctx = await ownerContext(stores);
    const { userId } = await addMember(ctx, 'owner');
    await order(ctx);
    await order(ctx);
    expect(await findProject(stores, ctx.project.slug)).toBeUndefined();
    expect(await listProjectsOf(stores, userId)).toEqual([]);
    const orders = { projectId: ctx.project.id, action: 'project_deletion_ordered' };
    expect(await stores.controlPlane.prisma.auditEvent.count({ where: orders })).toBe(1);
  });

  test('without the job there is no order', async () => {
    const ctx = await ownerContext(stores);
    const jobs = { ...stores.jobs, send: () => Promise.reject(new Error('no job')) };
    await expect(order({ ...ctx, stores: { ...stores, jobs } })).rejects.toThrow('no job');
    expect(await findProject(stores, ctx.project.slug)).toBeDefined();
  });
});

test('nothing of the project is left, and nothing of others is touched', async () => {
  const [ctx, other] = [await filledProject(), await filledProject()];
  const before = await rowsOf(other.project.id);
  const empty = Object.entries(before).filter(([, count]) => count === 0);
  // A table that nothing is in would prove nothing.
  expect(empty).toEqual([]);
  await order(ctx);
  expect(await eraseDeletedProject(stores, ctx.project.id, afterwards())).toEqual({ status: 'erased' });
  expect(await left(ctx.project.id)).toEqual([]);
  expect(await rowsOf(other.project.id)).toEqual(before);
  expect(
    existsSync(
      exportFolder(stores.dataFolder, { id: exportIds.get(ctx.project.id) ?? '', runId: null }).final,
    ),
  ).toBe(false);
  expect(
    existsSync(
      exportFolder(stores.dataFolder, { id: exportIds.get(other.project.id) ?? '', runId: null }).final,
    ),
  ).toBe(true);
  expect(existsSync(join(stores.dataFolder, `first-api-key-${ctx.project.slug}`))).toBe(false);
  await reconcileMirror(stores);
  expect(await left(ctx.project.id)).toEqual([]);
  expect(await eraseDeletedProject(stores, ctx.project.id, afterwards())).toEqual({ status: 'not_ordered' });
  const { prisma } = stores.controlPlane;
  const told = { projectId: ctx.project.id, action: 'project_deleted' };
  expect(await prisma.auditEvent.count({ where: told })).toBe(1);
  const orphans = await stores.controlPlane.query(
    `SELECT (SELECT count(*) FROM "QueueItem" WHERE "queueId" NOT IN (SELECT "id" FROM "Queue"))
      + (SELECT count(*) FROM "Judgement" WHERE "labelId" NOT IN (SELECT "id" FROM "Label")) AS n`,
  );
  expect(Number((orphans.rows[0] as { n: unknown }).n)).toBe(0);

  const again = await ensureProject(stores, { slug: ctx.project.slug, name: 'Again', isDemo: false });
  expect(again.id).not.toBe(ctx.project.id);
  expect((await findProject(stores, ctx.project.slug))?.id).toBe(again.id);
});
test('an erasure that breaks off anywhere is finished by the next', async () => {
  const whole = await filledProject();
  await order(whole);
  const unbroken = failingAt(Number.POSITIVE_INFINITY);
  await eraseDeletedProject(unbroken.stores, whole.project.id, afterwards());
  const calls = unbroken.calls();
  expect(calls).toBeGreaterThan(20);
  const breaks = Math.min(calls, testSize('erasureBreaks'));
  for (let i = 0; i < breaks; i++) {
    const k = breaks === 1 ? 0 : Math.round((i * (calls - 1)) / (breaks - 1));
    const ctx = await filledProject();
    await order(ctx);
    const broken = eraseDeletedProject(failingAt(k).stores, ctx.project.id, afterwards());
    await expect(broken, `call ${k}`).rejects.toThrow('killed here');
    // The control: broken off, the project is still there to be found.
    expect(await left(ctx.project.id), `call ${k}`).toContainEqual(['Project', 1]);
    expect(await findProject(stores, ctx.project.slug)).toBeUndefined();
    await eraseDeletedProject(stores, ctx.project.id, afterwards());
    expect(await left(ctx.project.id), `call ${k}`).toEqual([]);
  }
});

test('what a killed process left is taken up at the next start', async () => {
  const ctx = await filledProject();
  await order(ctx);
  const orderedAt = new Date(Date.now() - DAY_MS);
  const { id } = ctx.project;
  await stores.controlPlane.prisma.project.update({ where: { id }, data: { deletingAt: orderedAt } });
  await expect(eraseDeletedProject(failingAt(9).stores, id)).rejects.toThrow('killed here');
  const sent: string[] = [];
  let handler: (data: Record<string, string>) => Promise<void> = () => Promise.resolve();
  const jobs: Stores['jobs'] = {
    ...stores.jobs,
    register: async (_kind, work) => {
      handler = work;
    },
    send: async (_tx, kind, data) => {
      expect(kind).toBe(PROJECT_DELETION_JOB);
      sent.push(data.projectId ?? '');
    },
  };
  await registerProjectDeletion({ ...stores, jobs });
  expect(sent).toContain(id);
  await handler({ projectId: id });
  expect(await left(id)).toEqual([]);
});

describe('late events', () => {
  test('are refused as soon as the look-ups of the key have aged', async () => {
    let ms = Date.now();
    const ctx = await ownerContext(stores, () => new Date(ms));
    const door = await openDoor(ctx, { now: () => new Date(ms) });
    try {
      expect((await door.postJson('/api/v1/queries', { id: '1', question: 'Q' })).status).toBe(200);
      await order(ctx);
      ms += CACHE_MS;
      expect((await door.postJson('/api/v1/queries', { id: '2', question: 'Q' })).status).toBe(401);
      await eraseDeletedProject(stores, ctx.project.id, afterwards());
      ms += DAY_MS;
      expect((await door.postJson('/api/v1/queries', { id: '3', question: 'Q' })).status).toBe(401);
      expect(await left(ctx.project.id)).toEqual([]);
    } finally {
      await door.close();
    }
  });

  test('that were let in under a look-up still believed do not survive', async () => {
    const ctx = await ownerContext(stores);
    const door = await openDoor(ctx);
    try {
      await door.postJson('/api/v1/queries', { id: '1', question: 'Q' });
      await order(ctx);
      expect((await door.postJson('/api/v1/queries', { id: '2', question: 'Q' })).status).toBe(200);
      const early = await eraseDeletedProject(stores, ctx.project.id);
      expect(early.status).toBe('too_early');
      await eraseDeletedProject(stores, ctx.project.id, afterwards());
      expect(await left(ctx.project.id)).toEqual([]);
    } finally {
      await door.close();
    }
  });

  test('would survive an erasure that does not wait', async () => {
    const ctx = await ownerContext(stores);
    await order(ctx);
    await eraseDeletedProject(stores, ctx.project.id, afterwards());
    await ingestQueries(ctx, { id: '2', question: 'Q' });
    expect((await left(ctx.project.id)).map(([table]) => table)).toContain('queries');
  });

  test('the wait covers a believed look-up, a slow body and a slow commit', () => {
    const now = new Date();
    expect(erasableAt(now).getTime() - now.getTime()).toBeGreaterThan(CACHE_MS + 2 * LIMITS.requestMs);
  });
});
