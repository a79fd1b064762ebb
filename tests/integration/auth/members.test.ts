import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeRole } from '#lib/auth/change-role.ts';
import { listPeople } from '#lib/auth/queries/members.ts';
import { removeMember } from '#lib/auth/remove-member.ts';
import { addQueueItems } from '#lib/labelling/add-queue-items.ts';
import { claimItem } from '#lib/labelling/claim-item.ts';
import { claimReviewer } from '#lib/labelling/claim-reviewer.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { releaseLeases } from '#lib/labelling/release-leases.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { logQueries, plainQueries } from '../labelling/logged-queries.ts';
import { mirroredGrades, mirroredLabels } from '../labelling/mirrored.ts';
import { addMember, addSession, auditOf, type TestMember } from './members.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const sessionsOf = (userId: string) => stores.controlPlane.prisma.session.count({ where: { userId } });

/** A project without the local owner, so that its owners are those that are added. */
async function freshProject(): Promise<Context> {
  const ctx = await ownerContext(stores);
  await stores.controlPlane.prisma.person.deleteMany({ where: { projectId: ctx.project.id } });
  return { ...ctx, actor: { kind: 'system' } };
}

describe('roles', () => {
  test('a change takes effect, ends the sessions of that user alone and is in the audit log', async () => {
    const ctx = await freshProject();
    const [owner, viewer] = [await addMember(ctx, 'owner'), await addMember(ctx, 'viewer')];
    await addSession(ctx, owner.userId);
    await addSession(ctx, viewer.userId);
    await stores.controlPlane.prisma.passwordLink.create({
      data: { hash: uuidv7(), userId: viewer.userId, expiresAt: new Date(Date.now() + 3_600_000) },
    });
    const change = { personId: viewer.personId, role: 'admin' } as const;
    expect(await changeRole(owner.ctx, change)).toEqual({ status: 'changed' });
    expect(await changeRole(owner.ctx, change)).toEqual({ status: 'unchanged' });
    expect([await sessionsOf(owner.userId), await sessionsOf(viewer.userId)]).toEqual([1, 0]);
    const open = { userId: viewer.userId, usedAt: null };
    expect(await stores.controlPlane.prisma.passwordLink.count({ where: open })).toBe(0);
    const { members } = await listPeople(owner.ctx);
    expect(members.find((member) => member.id === viewer.personId)?.role).toBe('admin');
    expect(await auditOf(ctx)).toMatchObject([
      { action: 'role_changed', subject: viewer.email, detail: { from: 'viewer', to: 'admin' } },
    ]);
  });

  test.each(['admin', 'reviewer', 'viewer'] as const)('%s may change nobody', async (role) => {
    const ctx = await freshProject();
    const other = await addMember(ctx, 'viewer');
    const { ctx: asRole } = await addMember(ctx, role);
    const { personId } = other;
    await expect(changeRole(asRole, { personId, role: 'owner' })).rejects.toMatchObject({
      kind: 'forbidden',
    });
    await expect(removeMember(asRole, { personId })).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(claimReviewer(asRole, { reviewerId: personId, memberId: personId })).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });

  test('the last owner stays owner', async () => {
    const ctx = await freshProject();
    const owner = await addMember(ctx, 'owner');
    await addMember(ctx, 'admin');
    const { personId } = owner;
    expect(await changeRole(owner.ctx, { personId, role: 'admin' })).toMatchObject({ status: 'conflict' });
    expect(await removeMember(owner.ctx, { personId })).toMatchObject({ status: 'conflict' });
    await addMember(ctx, 'owner');
    expect(await removeMember(owner.ctx, { personId })).toEqual({ status: 'changed' });
  });

  test('of two owners who step down at once one stays', async () => {
    const ctx = await freshProject();
    const owners = [await addMember(ctx, 'owner'), await addMember(ctx, 'owner')];
    const changes = await Promise.all(
      owners.map((owner) => changeRole(owner.ctx, { personId: owner.personId, role: 'viewer' })),
    );
    expect(changes.map((change) => change.status).sort()).toEqual(['changed', 'conflict']);
  });

  test('nobody changes the local owner', async () => {
    const ctx = await ownerContext(stores);
    const { ctx: asOwner } = await addMember(ctx, 'owner');
    const local = (await listPeople(ctx)).members.find((member) => member.isLocalOwner);
    const personId = local?.id ?? '';
    expect(await changeRole(asOwner, { personId, role: 'viewer' })).toMatchObject({ status: 'conflict' });
    expect(await removeMember(asOwner, { personId })).toMatchObject({ status: 'conflict' });
  });

  test('a person of another project is as unknown as a made-up one', async () => {
    const [ctx, other] = [await ownerContext(stores), await ownerContext(stores)];
    const stranger = await addMember(other, 'viewer');
    const errorOf = (personId: string) =>
      changeRole(ctx, { personId, role: 'admin' }).catch((error: unknown) => String(error));
    expect(await errorOf(stranger.personId)).toBe(await errorOf(uuidv7()));
    expect(await errorOf(stranger.personId)).toContain('not found');
  });

  test.each(['projectId', 'userId', 'createdAt', 'removedAt'])(
    '%s cannot be set by who asks',
    async (field) => {
      const ctx = await ownerContext(stores);
      const { personId } = await addMember(ctx, 'viewer');
      const input = { personId, role: 'viewer' as const, [field]: 'x' };
      await expect(changeRole(ctx, input)).rejects.toThrow(/nrecognized/);
    },
  );
});

describe('removal', () => {
  test('keeps labels and name, ends sessions and gives back what was held', async () => {
    const ctx = await ownerContext(stores);
    await logQueries(ctx, plainQueries(3));
    const member = await addMember(ctx, 'reviewer');
    await addSession(ctx, member.userId);
    await writeLabels(member.ctx, { labels: [{ queryId: 'q-1', verdict: 'correct' }] });
    const { id: queueId } = await createQueue(ctx, { name: 'Q', filter: {}, size: 0 });
    await addQueueItems(ctx, { queueId, queryIds: ['q-2', 'q-3'] });
    await claimItem(member.ctx, { queueId });
    const leased = { leasedBy: member.personId };
    expect(await stores.controlPlane.prisma.queueItem.count({ where: leased })).toBe(1);

    expect(await removeMember(ctx, { personId: member.personId })).toEqual({ status: 'changed' });
    await releaseLeases(ctx, member.personId);
    expect(await sessionsOf(member.userId)).toBe(0);
    const { members, reviewers } = await listPeople(ctx);
    expect(members.map((one) => one.id)).not.toContain(member.personId);
    expect(reviewers).toContainEqual(
      expect.objectContaining({ id: member.personId, labels: 1, isFormerMember: true }),
    );
    expect(await stores.controlPlane.prisma.queueItem.count({ where: leased })).toBe(0);
    await expect(removeMember(ctx, { personId: member.personId })).rejects.toMatchObject({
      kind: 'not_found',
    });
  });
});

describe('claiming an imported reviewer', () => {
  let ctx: Context;
  let member: TestMember;
  const reviewerId = async (name: string) =>
    (await listPeople(ctx)).reviewers.find((one) => one.name === name)?.id ?? '';
  const labelsOf = (personId: string) =>
    stores.controlPlane.prisma.label.findMany({
      where: { personId },
      include: { judgements: { orderBy: { chunkHash: 'asc' } } },
      orderBy: [{ queryId: 'asc' }, { revision: 'asc' }],
    });

  beforeAll(async () => {
    let ms = Date.parse('2026-02-01T10:00:00Z');
    const tick = () => {
      ms += 1000;
      return new Date(ms);
    };
    ctx = await ownerContext(stores, tick);
    member = await addMember(ctx, 'reviewer');
    await logQueries(ctx, plainQueries(4));
    const write = (as: Context, labels: object[]) => writeLabels(as, { labels });
    const wrong = { verdict: 'wrong', failure: 'unclear' };
    await write(ctx, [
      { queryId: 'q-1', reviewer: 'ada', verdict: 'correct', grades: { 'a-1': 3, 'b-1': 2 } },
    ]);
    await write(ctx, [{ queryId: 'q-2', reviewer: 'ada', verdict: 'correct' }]);
    await write(ctx, [{ queryId: 'q-2', reviewer: 'ada', ...wrong }]);
    // The member's word on q-1 is the later one, on q-3 the earlier one.
    await write(member.ctx, [{ queryId: 'q-1', ...wrong, grades: { 'a-1': 0 } }]);
    await write(member.ctx, [{ queryId: 'q-3', verdict: 'correct', grades: { 'a-3': 1, 'b-3': 1 } }]);
    await write(ctx, [{ queryId: 'q-3', reviewer: 'ada', ...wrong, grades: { 'a-3': 3 } }]);
    await write(member.ctx, [{ queryId: 'q-4', verdict: 'correct' }]);
  });

  test('makes the labels one history, of which the newest word counts', async () => {
    const ada = await reviewerId('ada');
    const before = [...(await labelsOf(ada)), ...(await labelsOf(member.personId))];
    expect(await claimReviewer(ctx, { reviewerId: ada, memberId: member.personId })).toEqual({ labels: 4 });

    const after = await labelsOf(member.personId);
    expect(new Set(after.map((label) => label.id))).toEqual(new Set(before.map((label) => label.id)));
    expect(
      after.map(({ queryId, revision, verdict, current }) => [queryId, revision, verdict, current]),
    ).toEqual([
      ['q-1', 1, 'correct', false],
      ['q-1', 2, 'wrong', true],
      ['q-2', 1, 'correct', false],
      ['q-2', 2, 'wrong', true],
      ['q-3', 1, 'correct', false],
      ['q-3', 2, 'wrong', true],
      ['q-4', 1, 'correct', true],
    ]);
    expect(after[0]?.supersededBy).toBe(after[1]?.id);
    expect(after[4]?.supersededBy).toBe(after[5]?.id);
    const current = after.flatMap((label) => label.judgements.filter((grade) => grade.current));
    expect(current.map((grade) => [grade.grade, grade.personId])).toEqual([
      [0, member.personId],
      [3, member.personId],
    ]);
    expect(await reviewerId('ada')).toBe('');
    expect((await auditOf(ctx)).at(-1)).toMatchObject({ action: 'reviewer_claimed', subject: 'ada' });
  });

  test('the charts show it', async () => {
    const labels = await mirroredLabels(ctx);
    expect(labels.map((row) => row.query_id).sort()).toEqual(['q-1', 'q-2', 'q-3', 'q-4']);
    expect(labels.every((row) => row.label_count === 1)).toBe(true);
    expect(labels.find((row) => row.query_id === 'q-3')?.verdict).toBe('wrong');
    expect((await mirroredGrades(ctx)).map((row) => row.grade).sort()).toEqual([0, 3]);
  });

  test('only someone without an account can be claimed, by a member of the same project', async () => {
    const stranger = await addMember(await ownerContext(stores), 'reviewer');
    await writeLabels(ctx, { labels: [{ queryId: 'q-4', reviewer: 'bob', verdict: 'correct' }] });
    const bob = await reviewerId('bob');
    for (const [reviewer, into] of [
      [member.personId, member.personId],
      [bob, stranger.personId],
      [stranger.personId, member.personId],
      [bob, bob],
    ] as const)
      await expect(claimReviewer(ctx, { reviewerId: reviewer, memberId: into })).rejects.toMatchObject({
        kind: 'not_found',
      });
    expect(await reviewerId('bob')).toBe(bob);
  });
});

test('the list says who is who', async () => {
  const ctx = await ownerContext(stores);
  await logQueries(ctx, plainQueries(1));
  const member = await addMember(ctx, 'reviewer');
  await addSession(ctx, member.userId);
  await writeLabels(ctx, { labels: [{ queryId: 'q-1', reviewer: 'imported', verdict: 'correct' }] });
  const people = await listPeople(member.ctx);
  expect(people.members.map(({ isYou, isLocalOwner, role }) => [isYou, isLocalOwner, role])).toEqual([
    [false, true, 'owner'],
    [true, false, 'reviewer'],
  ]);
  expect(people.members[1]).toMatchObject({ email: member.email, labels: 0 });
  expect(people.members[1]?.lastSeenAt).not.toBeNull();
  expect(people.reviewers).toMatchObject([{ name: 'imported', labels: 1, isFormerMember: false }]);
});
