import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { changePassword } from '#lib/auth/change-password.ts';
import { LOCAL_OWNER } from '#lib/auth/local-owner.ts';
import { currentUser, endSessionsOf, startSession } from '#lib/auth/sessions.ts';
import { createSignInLink } from '#lib/auth/sign-in-links.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import * as link from '../../../app/(auth)/sign-in/link/route.ts';
import * as signOut from '../../../app/(auth)/sign-out/route.ts';
import * as sessionsRoute from '../../../app/api/auth/account/sessions/route.ts';
import * as signIn from '../../../app/api/auth/sign-in/route.ts';
import * as queues from '../../../app/api/v1/queues/route.ts';
import { addAccount, call, forgetTries, PASSWORD } from '../../support/account-requests.ts';
import { cookieHeader, signedInCookie } from '../../support/signed-in-cookie.ts';
import { openTestStores } from '../../support/stores.ts';

const DAY_MS = 24 * 3600 * 1000;
let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  shareStores(stores);
});
afterAll(() => close());
beforeEach(forgetTries);

const whoIs = (cookie: string, now = new Date()) => currentUser(stores, new Headers({ cookie }), now);

async function signInAs(email: string, cookie?: string): Promise<string> {
  const body = { email, password: PASSWORD };
  const answer = await call(signIn.POST, { body, ...(cookie === undefined ? {} : { cookie }) });
  expect(answer.status).toBe(200);
  return cookieHeader(answer.headers.getSetCookie());
}

test('a sign-in with e-mail and password starts a session of that account', async () => {
  const { id, email } = await addAccount(stores);
  const cookie = await signInAs(` ${email.toUpperCase()} `);
  expect(await whoIs(cookie)).toMatchObject({ id, email, isLocalOwner: false });
});

test('the cookie of the browser is new after every sign-in, and the one before is refused', async () => {
  const { id, email } = await addAccount(stores);
  const first = await signInAs(email);
  const second = await signInAs(email, first);
  expect(second).not.toBe(first);
  expect(await whoIs(first)).toBeUndefined();
  expect(await whoIs(second)).toMatchObject({ id });
});

test('a session that somebody else planted does not become the session of who signs in', async () => {
  const attacker = await addAccount(stores);
  const victim = await addAccount(stores);
  const planted = await signedInCookie(stores, attacker.id);
  const cookie = await signInAs(victim.email, planted);
  expect(await whoIs(cookie)).toMatchObject({ id: victim.id });
  expect(await whoIs(planted)).toBeUndefined();
  const unsigned = 'faultline.session_token=planted';
  const after = await signInAs(victim.email, unsigned);
  expect(after).not.toContain('planted');
});

test('the single-use link starts a session too, and works once', async () => {
  const query = `?token=${await createSignInLink(stores, new Date())}`;
  const head = await call(link.HEAD, { query, method: 'HEAD' });
  expect(head.status).toBe(204);
  const answer = await call(link.GET, { query });
  expect(answer.headers.get('location')).toBe('/');
  expect(await whoIs(cookieHeader(answer.headers.getSetCookie()))).toMatchObject({
    id: LOCAL_OWNER,
    isLocalOwner: true,
  });
  expect((await call(link.GET, { query })).headers.get('location')).toBe('/sign-in?failed');
});

test('signing out ends the session on the server', async () => {
  const { email } = await addAccount(stores);
  const cookie = await signInAs(email);
  const answer = await call(signOut.POST, { method: 'POST', cookie });
  expect(answer.status).toBe(303);
  expect(answer.headers.getSetCookie().join()).toMatch(/faultline\.session_token=;.*Max-Age=0/);
  expect(await whoIs(cookie)).toBeUndefined();
});

test('a session ends after seven idle days, and an earlier look keeps it alive', async () => {
  const { id } = await addAccount(stores);
  const cookie = await signedInCookie(stores, id);
  const start = Date.now();
  expect(await whoIs(cookie, new Date(start + 6 * DAY_MS))).toBeDefined();
  expect(await whoIs(cookie, new Date(start + 12 * DAY_MS))).toBeDefined();
  expect(await whoIs(cookie, new Date(start + 20 * DAY_MS))).toBeUndefined();
  expect(await whoIs(cookie)).toBeUndefined(); // and stays ended
});

test('a session ends thirty days after its sign-in, however busy', async () => {
  const { id } = await addAccount(stores);
  const cookie = await signedInCookie(stores, id);
  const start = Date.now();
  for (let day = 5; day < 30; day += 5)
    expect(await whoIs(cookie, new Date(start + day * DAY_MS))).toBeDefined();
  expect(await whoIs(cookie, new Date(start + 30 * DAY_MS + 1000))).toBeUndefined();
  const { prisma } = stores.controlPlane;
  await prisma.session.updateMany({ where: { userId: id }, data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await whoIs(cookie)).toBeUndefined();
});

test('a changed password ends the other sessions and keeps the one it was changed in', async () => {
  const { id, email } = await addAccount(stores);
  const [here, there] = [await signInAs(email), await signInAs(email)];
  const user = await whoIs(here);
  if (user === undefined) throw new Error('not signed in');
  const request = { now: new Date(), address: '192.0.2.1' };
  const wrong = { currentPassword: 'wrong', password: 'a new long password' };
  expect(await changePassword(stores, user, wrong, request)).toMatchObject({ status: 'refused' });
  expect(await whoIs(there)).toBeDefined();
  expect(await changePassword(stores, user, { ...wrong, currentPassword: PASSWORD }, request)).toEqual({
    status: 'changed',
  });
  expect(await whoIs(there)).toBeUndefined();
  expect(await whoIs(here)).toMatchObject({ id });
  const old = await call(signIn.POST, { body: { email, password: PASSWORD } });
  expect(old.status).toBe(401);
});

test('a changed role or a removal ends the sessions, of that user only', async () => {
  const [one, other] = [await addAccount(stores), await addAccount(stores)];
  const [cookie, kept] = [await signInAs(one.email), await signInAs(other.email)];
  await endSessionsOf(stores.controlPlane.prisma, one.id, new Date());
  expect(await whoIs(cookie)).toBeUndefined();
  expect(await whoIs(kept)).toBeDefined();
});

test('the other sessions can be ended from the account page', async () => {
  const { email } = await addAccount(stores);
  const [here, there] = [await signInAs(email), await signInAs(email)];
  expect((await call(sessionsRoute.DELETE, { method: 'DELETE', cookie: here })).status).toBe(200);
  expect(await whoIs(there)).toBeUndefined();
  expect(await whoIs(here)).toBeDefined();
});

test('a cookie that this server did not sign, or for a session of someone else, is nobody', async () => {
  const { id } = await addAccount(stores);
  const cookie = await signedInCookie(stores, id);
  const { token } = await stores.controlPlane.prisma.session.findFirstOrThrow({ where: { userId: id } });
  expect(await whoIs(cookie)).toBeDefined();
  for (const forged of [
    `faultline.session_token=${token}`, // what a copy of the database tells
    `faultline.session_token=${token}.AAAA`,
    cookie.replace(
      /(=[^.]+\.[^.]{10})(.)/,
      (_, before: string, one: string) => before + (one === 'a' ? 'b' : 'a'),
    ),
    cookie.replace(/=(.)/, (_, one: string) => (one === 'a' ? '=b' : '=a')),
    'faultline.session_token=',
    'better-auth.session_token=x',
  ])
    expect(await whoIs(forged)).toBeUndefined();
});

test('a request without a session, or with a malformed Authorization, is 401', async () => {
  for (const headers of [
    {},
    { authorization: 'Basic x' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer a b' },
  ])
    expect((await call(queues.GET, { headers: headers as Record<string, string> })).status).toBe(401);
  // A session does not help a request whose key is wrong.
  const cookie = await signedInCookie(stores, LOCAL_OWNER);
  expect((await call(queues.GET, { cookie, headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
});

test('sign-ins, refusals and sign-outs are in the audit log', async () => {
  const { id, email } = await addAccount(stores);
  const cookie = await signInAs(email);
  await call(signIn.POST, { body: { email, password: 'not the password' } });
  await call(signOut.POST, { method: 'POST', cookie });
  const rows = await stores.controlPlane.prisma.auditEvent.findMany({
    where: { subject: email },
    orderBy: { id: 'asc' },
  });
  expect(rows.map(({ action, actorKind, actorId }) => [action, actorKind, actorId]).sort()).toEqual([
    ['sign_in', 'account', id],
    ['sign_in_failed', 'nobody', null],
    ['sign_out', 'account', id],
  ]);
  expect(JSON.stringify(rows)).not.toContain('not the password');
});

test('starting a session cannot be asked for over HTTP', async () => {
  const { authenticationOf } = await import('#lib/auth/authentication.ts');
  const { handler } = authenticationOf(stores);
  for (const path of ['start-session', 'session-starter', 'startSession']) {
    const answer = await handler(
      new Request(`http://127.0.0.1:3000/api/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ userId: LOCAL_OWNER, method: 'x' }),
      }),
    );
    expect(answer.status).toBe(404);
  }
  await expect(startSession(stores, new Headers(), 'no such user', 'test')).rejects.toThrow();
});
