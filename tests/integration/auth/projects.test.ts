import { readdirSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveProject } from '#lib/auth/archive-project.ts';
import { createProject } from '#lib/auth/create-project.ts';
import { RESERVED_SLUGS } from '#lib/auth/project-slug.ts';
import { listProjectsOf, readProject } from '#lib/auth/queries/projects.ts';
import { restoreProject } from '#lib/auth/restore-project.ts';
import { saveProjectSettings } from '#lib/auth/save-project-settings.ts';
import { ensureGuidelines } from '#lib/labelling/ensure-guidelines.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { openDoor } from '../ingest/door.ts';
import { addMember, auditOf } from './members.ts';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  ctx = await ownerContext(stores);
});
afterAll(() => close());

const asUser = (id: string) => ({ user: { id }, now: () => new Date(), stores });
const as = (role: 'admin' | 'reviewer' | 'viewer'): Context => ({
  ...ctx,
  actor: { kind: 'person', personId: 'p', name: 'P', role },
});

describe('making a project', () => {
  test('its maker owns it, and it begins with guidelines like any other', async () => {
    const { userId } = await addMember(ctx, 'owner');
    const name = `Équipe Support ${uuidv7().slice(-6)}`;
    const made = await createProject(asUser(userId), { name });
    expect(made.slug).toMatch(/^equipe-support-[0-9a-f]{6}$/);
    expect((await listProjectsOf(stores, userId)).find((one) => one.slug === made.slug)?.role).toBe('owner');

    const project = await stores.controlPlane.prisma.project.findUniqueOrThrow({
      where: { slug: made.slug },
    });
    const own = { ...ctx, project };
    expect((await ensureGuidelines(own)).text).toBe((await ensureGuidelines(ctx)).text);
    expect((await auditOf(own)).map((event) => event.action)).toEqual(['project_created']);
    expect(project.samplingSecret).not.toBe(ctx.project.samplingSecret);
  });

  test('only owners and the local owner may', async () => {
    for (const role of ['admin', 'reviewer', 'viewer'] as const) {
      const { userId } = await addMember(ctx, role);
      await expect(createProject(asUser(userId), { name: 'No' })).rejects.toMatchObject({
        kind: 'forbidden',
      });
    }
    await expect(createProject(asUser('nobody'), { name: 'No' })).rejects.toMatchObject({
      kind: 'forbidden',
    });
    expect((await createProject(asUser('local-owner'), { name: `L ${uuidv7()}` })).slug).toMatch(/^l-/);
  });

  test('a removed owner may no more', async () => {
    const { userId, personId } = await addMember(ctx, 'owner');
    await stores.controlPlane.prisma.person.update({
      where: { id: personId },
      data: { removedAt: new Date() },
    });
    await expect(createProject(asUser(userId), { name: 'No' })).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await listProjectsOf(stores, userId)).toEqual([]);
  });

  test('the same name gets another address; a given address must be free and no reserved word', async () => {
    const owner = asUser('local-owner');
    const name = `Twice ${uuidv7().slice(-8)}`;
    const first = await createProject(owner, { name });
    const second = await createProject(owner, { name });
    expect(second.slug).toBe(`${first.slug}-2`);
    await expect(createProject(owner, { name, slug: first.slug })).rejects.toMatchObject({
      kind: 'conflict',
    });
    for (const slug of ['api', 'sign-in', 'projects', 'account', 'invite', 'Ab', 'a--b', '-a', 'a/b', ''])
      await expect(createProject(owner, { name, slug }), slug).rejects.toThrow();
    expect((await createProject(owner, { name: 'API' })).slug).toMatch(/^api-\d+$/);
    expect((await createProject(owner, { name: '日本語' })).slug).toMatch(/^project-\d+$/);
  });

  test('no page or folder of the app can be taken as an address', () => {
    const folders = ['app', 'app/(auth)', 'app/(app)'].flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && /^[a-z]/.test(entry.name))
        .map((entry) => entry.name),
    );
    expect(folders).toContain('api');
    expect(folders.filter((name) => !RESERVED_SLUGS.has(name))).toEqual([]);
  });

  test('two at once with the same address: one is made', async () => {
    const slug = `race-${uuidv7().slice(-8)}`;
    const tries = await Promise.allSettled(
      [1, 2, 3].map(() => createProject(asUser('local-owner'), { name: 'Race', slug })),
    );
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  test.each(['id', 'samplingSecret', 'role', 'userId', 'createdAt', 'isDemo', 'deletingAt'])(
    '%s cannot be set by who asks',
    async (field) => {
      const input = { name: 'X', [field]: 'x' };
      await expect(createProject(asUser('local-owner'), input)).rejects.toThrow(/nrecognized/);
      await expect(saveProjectSettings(ctx, input)).rejects.toThrow(/nrecognized/);
    },
  );
});

describe('settings', () => {
  test('are saved singly, and the audit log has before and after', async () => {
    const own = await ownerContext(stores);
    await saveProjectSettings(own, { timeZone: 'Europe/Berlin' });
    await saveProjectSettings(own, { eventsPerMinute: 100 });
    const saved = await saveProjectSettings(own, { name: ' New name ' });
    expect(saved).toMatchObject({ name: 'New name', timeZone: 'Europe/Berlin', eventsPerMinute: 100 });
    expect(await readProject(own)).toEqual(saved);
    await saveProjectSettings(own, { name: 'New name' });
    const events = await auditOf(own);
    expect(events.map((event) => event.action)).toEqual(Array(3).fill('project_changed'));
    expect(events[1]?.detail).toEqual({ eventsPerMinute: 100, eventsPerMinuteBefore: null });
  });

  test('wrong values are refused', async () => {
    for (const wrong of [
      {},
      { timeZone: 'Mars/Olympus' },
      { timeZone: 'utc ' },
      { eventsPerMinute: 0 },
      { eventsPerMinute: 1.5 },
      { name: ' ' },
      { name: 'a\u0000b' },
    ])
      await expect(saveProjectSettings(ctx, wrong), JSON.stringify(wrong)).rejects.toThrow();
  });

  test('are for admins, archiving for owners', async () => {
    await expect(saveProjectSettings(as('admin'), { name: ctx.project.name })).resolves.toBeDefined();
    for (const role of ['reviewer', 'viewer'] as const)
      await expect(saveProjectSettings(as(role), { name: 'X' })).rejects.toMatchObject({ kind: 'forbidden' });
    for (const role of ['admin', 'reviewer', 'viewer'] as const) {
      await expect(archiveProject(as(role))).rejects.toMatchObject({ kind: 'forbidden' });
      await expect(restoreProject(as(role))).rejects.toMatchObject({ kind: 'forbidden' });
    }
  });
});

test('an archived project takes nothing in and says so; restored, it does again', async () => {
  const now = { ms: Date.now() };
  const own = await ownerContext(stores, () => new Date(now.ms));
  const door = await openDoor(own, { now: () => new Date(now.ms) });
  const later = () => {
    now.ms += 10_000; // past what a look-up of the key is believed
  };
  try {
    expect((await door.postJson('/api/v1/queries', { id: '1', question: 'Q' })).status).toBe(200);
    await archiveProject(own);
    await archiveProject(own);
    later();
    for (const [path, body] of [
      ['/api/v1/queries', { id: '2', question: 'Q' }],
      ['/api/v1/queries/1/feedback', { score: 1 }],
      ['/api/v1/chunks', { id: 'c', text: 'T' }],
    ] as const) {
      const answer = await door.postJson(path, body);
      expect(answer.status).toBe(403);
      expect(answer.body.error.message).toContain('archived');
    }
    await restoreProject(own);
    later();
    expect((await door.postJson('/api/v1/queries', { id: '2', question: 'Q' })).status).toBe(200);
    expect((await auditOf(own)).map((event) => event.action)).toEqual([
      'project_archived',
      'project_restored',
    ]);
  } finally {
    await door.close();
  }
});
