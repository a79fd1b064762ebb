import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createInvitation } from '#lib/auth/create-invitation.ts';
import { listInvitations } from '#lib/auth/invitations.ts';
import { enterProject } from '#lib/auth/project-access.ts';
import { listProjectsOf } from '#lib/auth/queries/projects.ts';
import { revokeInvitation } from '#lib/auth/revoke-invitation.ts';
import { currentUser } from '#lib/auth/sessions.ts';
import type { Context, Role } from '#lib/platform/context.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import * as accept from '../../../app/api/auth/invitations/[token]/accept/route.ts';
import * as invitations from '../../../app/api/v1/invitations/route.ts';
import { addAccount, call, forgetTries, ORIGIN, PASSWORD } from '../../support/account-requests.ts';
import { meetingOf } from '../../support/meeting.ts';
import { cookieHeader, signedInCookie } from '../../support/signed-in-cookie.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';

const DAY_MS = 24 * 3600 * 1000;
let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  shareStores(stores);
});
afterAll(() => close());
beforeEach(forgetTries);

const anAddress = () => `a${uuidv7()}@example.org`;
const NEW_ACCOUNT = { name: 'Grace', password: PASSWORD };

async function invite(
  ctx: Context,
  email: string,
  role: Role = 'reviewer',
  personId?: string,
): Promise<string> {
  const made = await createInvitation(ctx, { email, role, ...(personId === undefined ? {} : { personId }) });
  if (made.status !== 'made') throw new Error(made.message);
  return made.path.replace('/invite/', '');
}

const acceptAs = (token: string, body: object = NEW_ACCOUNT, cookie?: string) =>
  call(accept.POST, { body, params: { token }, ...(cookie === undefined ? {} : { cookie }) });

async function userOf(answer: Response) {
  const cookie = cookieHeader(answer.headers.getSetCookie());
  const user = await currentUser(stores, new Headers({ cookie }), new Date());
  if (user === undefined) throw new Error('nobody is signed in');
  return user;
}

describe('an invitation', () => {
  test('makes the account of the invited address, a member in the invited role, and signs it in', async () => {
    const ctx = await ownerContext(stores);
    const other = await ownerContext(stores);
    const email = anAddress();
    const answer = await acceptAs(await invite(ctx, email.toUpperCase(), 'viewer'));
    expect(answer.status).toBe(200);
    const user = await userOf(answer);
    expect(user).toMatchObject({ email, name: 'Grace', isLocalOwner: false });
    expect(await enterProject(stores, ctx.project.slug, user)).toMatchObject({
      actor: { role: 'viewer', name: 'Grace' },
    });
    expect(await enterProject(stores, other.project.slug, user)).toBeUndefined();
    expect((await listProjectsOf(stores, user.id)).map(({ slug }) => slug)).toEqual([ctx.project.slug]);
  });

  test('is kept as a keyed hash only, and told once', async () => {
    const ctx = await ownerContext(stores);
    const token = await invite(ctx, anAddress());
    const [row] = await stores.controlPlane.prisma.invitation.findMany({
      where: { projectId: ctx.project.id },
    });
    expect(JSON.stringify(row)).not.toContain(token);
    const listed = await listInvitations(ctx);
    expect(listed).toHaveLength(1);
    expect(JSON.stringify(listed)).not.toContain(token);
    expect(token).toMatch(/^[\w-]{43}$/); // 256 bits
  });

  test('works once, also when two use it at the same moment', async () => {
    const ctx = await ownerContext(stores);
    const email = anAddress();
    const token = await invite(ctx, email);
    const answers = await Promise.all([1, 2, 3, 4].map(() => acceptAs(token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const { prisma } = stores.controlPlane;
    expect(await prisma.user.count({ where: { email } })).toBe(1);
    expect(await prisma.person.count({ where: { projectId: ctx.project.id, user: { email } } })).toBe(1);
    const events = { projectId: ctx.project.id, action: 'invitation_accepted' };
    expect(await prisma.auditEvent.count({ where: events })).toBe(1);
  });

  test('read first and marked after would be used by both of two', async () => {
    // The control: what the one statement prevents.
    const ctx = await ownerContext(stores);
    await invite(ctx, anAddress());
    const { prisma } = stores.controlPlane;
    const haveRead = meetingOf(2);
    const take = async () => {
      const row = await prisma.invitation.findFirstOrThrow({ where: { projectId: ctx.project.id } });
      await haveRead();
      if (row.acceptedAt !== null) return false;
      await prisma.invitation.update({ where: { id: row.id }, data: { acceptedAt: new Date() } });
      return true;
    };
    expect(await Promise.all([take(), take()])).toEqual([true, true]);
  });

  test('ends after seven days', async () => {
    let now = new Date(Date.now() - 7 * DAY_MS + 60_000);
    const ctx = await ownerContext(stores, () => now);
    const [late, early] = [await invite(ctx, anAddress()), anAddress()];
    expect((await acceptAs(late)).status).toBe(200);
    now = new Date(Date.now() - 7 * DAY_MS - 1_000);
    expect((await acceptAs(await invite(ctx, early))).status).toBe(409);
  });

  test('taken back does not work, and another address of the project cannot take it back', async () => {
    const [ctx, other] = [await ownerContext(stores), await ownerContext(stores)];
    const token = await invite(ctx, anAddress());
    const [{ id } = { id: '' }] = await listInvitations(ctx);
    await expect(revokeInvitation(other, { id })).rejects.toMatchObject({ kind: 'not_found' });
    expect(await revokeInvitation(ctx, { id })).toEqual({ status: 'revoked' });
    expect(await revokeInvitation(ctx, { id })).toEqual({ status: 'gone' });
    expect((await acceptAs(token)).status).toBe(409);
  });

  test('a second one to the address replaces the first, so that none is left over', async () => {
    const ctx = await ownerContext(stores);
    const email = anAddress();
    const [first, second] = [await invite(ctx, email, 'owner'), await invite(ctx, email, 'viewer')];
    expect((await acceptAs(first)).status).toBe(409);
    expect((await acceptAs(second)).status).toBe(200);
    expect(await createInvitation(ctx, { email, role: 'admin' })).toMatchObject({ status: 'conflict' });
  });
});

describe('the address of an invitation', () => {
  test('that has an account must be the one that is signed in', async () => {
    const ctx = await ownerContext(stores);
    const invited = await addAccount(stores);
    const other = await addAccount(stores);
    const token = await invite(ctx, invited.email);
    expect((await acceptAs(token)).status).toBe(409); // no second account, no new password
    expect((await acceptAs(token, NEW_ACCOUNT, await signedInCookie(stores, other.id))).status).toBe(403);
    const answer = await acceptAs(token, {}, await signedInCookie(stores, invited.id));
    expect(answer.status).toBe(200);
    expect(
      await enterProject(stores, ctx.project.slug, { id: invited.id, isLocalOwner: false }),
    ).toBeDefined();
    expect(
      await enterProject(stores, ctx.project.slug, { id: other.id, isLocalOwner: false }),
    ).toBeUndefined();
  });

  test('without an account needs a name and a password', async () => {
    const ctx = await ownerContext(stores);
    const token = await invite(ctx, anAddress());
    for (const body of [{}, { name: 'Grace' }, { password: PASSWORD }, { name: 'Grace', password: 'short' }])
      expect((await acceptAs(token, body)).status).toBe(400);
    expect((await acceptAs(token)).status).toBe(200); // nothing was used up
  });
});

describe('an imported reviewer', () => {
  test('becomes the invited account where the invitation says so', async () => {
    const ctx = await ownerContext(stores);
    const { prisma } = stores.controlPlane;
    const person = await prisma.person.create({
      data: { id: uuidv7(), projectId: ctx.project.id, name: 'Imported' },
    });
    const user = await userOf(await acceptAs(await invite(ctx, anAddress(), 'reviewer', person.id)));
    expect(await enterProject(stores, ctx.project.slug, user)).toMatchObject({
      actor: {
        personId: person.id,
        name: 'Imported',
      },
    });
    const again = { email: anAddress(), role: 'viewer', personId: person.id };
    expect(await createInvitation(ctx, again)).toMatchObject({ status: 'conflict' });
  });

  test('of another project is not found', async () => {
    const [ctx, other] = [await ownerContext(stores), await ownerContext(stores)];
    const person = await stores.controlPlane.prisma.person.create({
      data: { id: uuidv7(), projectId: other.project.id, name: 'Imported' },
    });
    const input = { email: anAddress(), role: 'viewer', personId: person.id };
    await expect(createInvitation(ctx, input)).rejects.toMatchObject({ kind: 'not_found' });
  });
});

test('only owners invite, and what is not theirs to say is refused', async () => {
  const ctx = await ownerContext(stores);
  const actor = { kind: 'person', personId: 'p', name: 'Ada' } as const;
  for (const role of ['admin', 'reviewer', 'viewer'] as const)
    await expect(
      createInvitation({ ...ctx, actor: { ...actor, role } }, { email: anAddress(), role: 'viewer' }),
    ).rejects.toMatchObject({ kind: 'forbidden' });
  const cookie = await signedInCookie(stores, 'local-owner');
  const query = `?project=${ctx.project.slug}`;
  const send = (body: object) => call(invitations.POST, { body, cookie, query });
  const input = { email: anAddress(), role: 'viewer' };
  for (const field of ['projectId', 'userId', 'createdAt', 'expiresAt', 'hash', 'isLocalOwner', 'id'])
    expect((await send({ ...input, [field]: 'x' })).status).toBe(400);
  expect((await send({ ...input, role: 'root' })).status).toBe(400);
  expect((await send({ ...input, email: 'a@example.org,b@example.org' })).status).toBe(400);
  const made = await send(input);
  expect(made.status).toBe(201);
  expect(await made.json()).toMatchObject({ url: expect.stringMatching(`^${ORIGIN}/invite/[\\w-]{43}$`) });
});

test('a link that nobody made, or of a project that is being deleted, is gone', async () => {
  const ctx = await ownerContext(stores);
  const token = await invite(ctx, anAddress());
  await stores.controlPlane.prisma.project.update({
    where: { id: ctx.project.id },
    data: { deletingAt: new Date() },
  });
  expect((await acceptAs(token)).status).toBe(409);
  expect((await acceptAs('A'.repeat(43))).status).toBe(409);
  expect((await acceptAs('nonsense')).status).toBe(400);
});
