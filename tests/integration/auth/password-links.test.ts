import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createInvitation } from '#lib/auth/create-invitation.ts';
import { createPasswordLink } from '#lib/auth/create-password-link.ts';
import { localOwnerOf } from '#lib/auth/project-access.ts';
import { currentUser, endSessionsOf } from '#lib/auth/sessions.ts';
import { SIGN_IN_PROOF } from '#lib/auth/sign-in-links.ts';
import type { Context, Role } from '#lib/platform/context.ts';
import { tokenHash } from '#lib/platform/secrets.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import * as accept from '../../../app/api/auth/invitations/[token]/accept/route.ts';
import * as setPassword from '../../../app/api/auth/password-links/[token]/route.ts';
import * as passwordLinks from '../../../app/api/auth/password-links/route.ts';
import * as signIn from '../../../app/api/auth/sign-in/route.ts';
import { addAccount, call, forgetTries } from '../../support/account-requests.ts';
import { signedInCookie } from '../../support/signed-in-cookie.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';

const password = 'a quite different password';
let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  shareStores(stores);
});
afterAll(() => close());
beforeEach(forgetTries);

/** A member of the project, and the context in which that member asks. */
async function member(ctx: Context, role: Role, account?: { id: string; email: string }) {
  const user = account ?? (await addAccount(stores));
  const personId = uuidv7();
  await stores.controlPlane.prisma.person.create({
    data: { id: personId, projectId: ctx.project.id, name: personId, userId: user.id, role },
  });
  const asks: Context = { ...ctx, actor: { kind: 'person', personId, name: personId, role } };
  return { user, personId, ctx: asks };
}

const tokenOf = ({ path }: { path: string }) => path.replace('/set-password/', '');
const set = (token: string, body: object = { password }) =>
  call(setPassword.POST, { body, params: { token } });
const signInStatus = async (email: string) => (await call(signIn.POST, { body: { email, password } })).status;

test('a password link sets the password once and ends every session', async () => {
  const ctx = await ownerContext(stores);
  const { user, personId } = await member(ctx, 'reviewer');
  const cookie = await signedInCookie(stores, user.id);
  const token = tokenOf(await createPasswordLink(ctx, { personId }));
  const [row] = await stores.controlPlane.prisma.passwordLink.findMany({ where: { userId: user.id } });
  expect(JSON.stringify(row)).not.toContain(token);
  expect((await set(token, { password: 'short' })).status).toBe(400);
  const answers = await Promise.all([set(token), set(token), set(token)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect(await currentUser(stores, new Headers({ cookie }), new Date())).toBeUndefined();
  expect(await signInStatus(user.email)).toBe(200);
});

test('a password link works for a day, and a newer one takes its place', async () => {
  let now = new Date(Date.now() - 24 * 3600 * 1000 - 1000);
  const ctx = await ownerContext(stores, () => now);
  const { personId } = await member(ctx, 'viewer');
  const expired = tokenOf(await createPasswordLink(ctx, { personId }));
  expect((await set(expired)).status).toBe(409);
  now = new Date();
  const [first, second] = [
    tokenOf(await createPasswordLink(ctx, { personId })),
    tokenOf(await createPasswordLink(ctx, { personId })),
  ];
  expect((await set(first)).status).toBe(409);
  expect((await set(second)).status).toBe(200);
});

describe('who may set whose password', () => {
  const allowed: Record<string, boolean> = {
    'owner owner': true,
    'owner admin': true,
    'owner reviewer': true,
    'owner viewer': true,
    'admin owner': false,
    'admin admin': false,
    'admin reviewer': true,
    'admin viewer': true,
    'reviewer viewer': false,
    'viewer viewer': false,
  };
  test.each(Object.entries(allowed))('%s: %s', async (roles, isAllowed) => {
    const [maker = 'viewer', target = 'viewer'] = roles.split(' ') as Role[];
    const ctx = await ownerContext(stores);
    const asks = (await member(ctx, maker)).ctx;
    const { personId } = await member(ctx, target);
    const result = createPasswordLink(asks, { personId });
    if (isAllowed) expect(await result).toMatchObject({ status: 'made' });
    else await expect(result).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test('not of a member who is more in another project, until the maker is as much there', async () => {
    const [here, there] = [await ownerContext(stores), await ownerContext(stores)];
    const { user, personId } = await member(here, 'viewer');
    await member(there, 'reviewer', user);
    const maker = await member(here, 'owner');
    await expect(createPasswordLink(maker.ctx, { personId })).rejects.toMatchObject({ kind: 'forbidden' });
    await member(there, 'admin', maker.user);
    expect(await createPasswordLink(maker.ctx, { personId })).toMatchObject({ status: 'made' });
  });

  test('not of the local owner, whose projects are all', async () => {
    const ctx = await ownerContext(stores);
    const { personId } = await localOwnerOf(stores, ctx.project);
    const maker = await member(ctx, 'owner');
    await expect(createPasswordLink(maker.ctx, { personId })).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test('not of somebody of another project, nor of a removed member', async () => {
    const [ctx, other] = [await ownerContext(stores), await ownerContext(stores)];
    const { personId } = await member(other, 'viewer');
    await expect(createPasswordLink(ctx, { personId })).rejects.toMatchObject({ kind: 'not_found' });
    const removed = await member(ctx, 'viewer');
    await stores.controlPlane.prisma.person.update({
      where: { id: removed.personId },
      data: { removedAt: new Date() },
    });
    await expect(createPasswordLink(ctx, removed)).rejects.toThrow();
    await expect(createPasswordLink(ctx, { personId: removed.personId })).rejects.toMatchObject({
      kind: 'not_found',
    });
  });
});

test('a link from before the user had more rights does not work after', async () => {
  const [here, there] = [await ownerContext(stores), await ownerContext(stores)];
  const { user, personId } = await member(here, 'viewer');
  const early = tokenOf(await createPasswordLink((await member(here, 'admin')).ctx, { personId }));
  const made = await createInvitation(there, { email: user.email, role: 'owner' });
  if (made.status !== 'made') throw new Error(made.message);
  const cookie = await signedInCookie(stores, user.id);
  const params = { token: made.path.replace('/invite/', '') };
  expect((await call(accept.POST, { body: {}, params, cookie })).status).toBe(200);
  expect((await set(early)).status).toBe(409);
  const before = tokenOf(await createPasswordLink(here, { personId }));
  await endSessionsOf(stores.controlPlane.prisma, user.id, new Date()); // as a changed role does
  expect((await set(before)).status).toBe(409);
});

test('the command line makes one with its proof, and nobody makes one without', async () => {
  const { email } = await addAccount(stores);
  const proof = tokenHash(stores.serverSecret, SIGN_IN_PROOF, 'password link');
  const ask = (authorization: string, body: object = { email }) =>
    call(passwordLinks.POST, {
      body,
      headers: { authorization: `Bearer ${authorization}` },
      isProgram: true,
    });
  const answer = await ask(proof);
  expect(answer.status).toBe(200);
  const { path } = (await answer.json()) as { path: string };
  expect((await set(tokenOf({ path }))).status).toBe(200);
  expect(await signInStatus(email)).toBe(200);
  expect((await ask(proof, { email: 'nobody@example.org' })).status).toBe(404);
  const otherPurpose = tokenHash(stores.serverSecret, SIGN_IN_PROOF, 'new link');
  for (const wrong of ['x', otherPurpose, proof.slice(1)]) expect((await ask(wrong)).status).toBe(401);
  expect((await call(passwordLinks.POST, { body: { email } })).status).toBe(401);
});
