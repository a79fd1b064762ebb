import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { authenticationOf } from '#lib/auth/authentication.ts';
import { LOCAL_OWNER } from '#lib/auth/local-owner.ts';
import { localOwnerOf } from '#lib/auth/project-access.ts';
import { currentUser } from '#lib/auth/sessions.ts';
import { createSignInLink } from '#lib/auth/sign-in-links.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import * as link from '../../../app/(auth)/sign-in/link/route.ts';
import * as owner from '../../../app/api/auth/account/owner/route.ts';
import * as claim from '../../../app/api/auth/claim/route.ts';
import * as signIn from '../../../app/api/auth/sign-in/route.ts';
import { addAccount, call, forgetTries, PASSWORD } from '../../support/account-requests.ts';
import { cookieHeader, signedInCookie } from '../../support/signed-in-cookie.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';

let opened: Stores;
let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores: opened, close } = await openTestStores());
});
afterAll(() => close());

beforeEach(async () => {
  forgetTries();
  stores = { ...opened }; // settings and what is known of the owner are kept by these
  shareStores(stores);
  const { prisma } = opened.controlPlane;
  await prisma.account.deleteMany({ where: { userId: LOCAL_OWNER } });
  await prisma.session.deleteMany({ where: { userId: LOCAL_OWNER } });
  await prisma.user.update({
    where: { id: LOCAL_OWNER },
    data: { email: 'owner@localhost', name: 'Local owner' },
  });
});
afterEach(() => vi.unstubAllEnvs());

const account = { name: 'Ada', email: 'ada@example.org', password: PASSWORD };
const newToken = () => createSignInLink(stores, new Date());

describe('on a server that others can reach', () => {
  beforeEach(() => vi.stubEnv('HOST', '0.0.0.0'));
  const sent = { headers: { origin: 'http://127.0.0.1:3000' } };

  test('the link leads to the form and is not used up by looking at it', async () => {
    const token = await newToken();
    for (const _ of [1, 2]) {
      const answer = await call(link.GET, { query: `?token=${token}` });
      expect(answer.headers.get('location')).toBe(`/claim/${token}`);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    const wrong = await call(link.GET, { query: '?token=nonsense' });
    expect(wrong.headers.get('location')).toBe('/sign-in?failed');
  });

  test('the form makes the owner account once, and signs it in', async () => {
    const token = await newToken();
    const answers = await Promise.all(
      [1, 2, 3].map(() => call(claim.POST, { body: { token, ...account }, ...sent })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const won = answers.find(({ status }) => status === 200);
    const cookie = cookieHeader(won?.headers.getSetCookie() ?? []);
    expect(await currentUser(stores, new Headers({ cookie }), new Date())).toMatchObject({
      id: LOCAL_OWNER,
      name: 'Ada',
      email: 'ada@example.org',
      isLocalOwner: true,
    });
    const again = await call(claim.POST, { body: { token: await newToken(), ...account }, ...sent });
    expect(again.status).toBe(409);
    const body = { email: account.email, password: PASSWORD };
    expect((await call(signIn.POST, { body, ...sent })).status).toBe(200);
    // From then on the link signs in as on a machine of one's own.
    const later = await call(link.GET, { query: `?token=${await newToken()}` });
    expect(later.headers.get('location')).toBe('/');
  });

  test('a session from when it was reached by this machine only is nobody until then', async () => {
    const cookie = await signedInCookie(stores, LOCAL_OWNER);
    const who = () => currentUser(stores, new Headers({ cookie }), new Date());
    expect(await who()).toBeUndefined();
    vi.stubEnv('HOST', '127.0.0.1');
    expect(await who()).toMatchObject({ id: LOCAL_OWNER });
    vi.stubEnv('FAULTLINE_URL', 'http://faultline.example.org');
    expect(await who()).toBeUndefined();
  });

  test('a used or invented link makes no owner, and nothing beside the form is taken', async () => {
    const body = { token: 'A'.repeat(43), ...account };
    expect((await call(claim.POST, { body, ...sent })).status).toBe(409);
    const token = await newToken();
    for (const field of ['isLocalOwner', 'userId', 'id', 'role', 'emailVerified', 'createdAt'])
      expect((await call(claim.POST, { body: { token, ...account, [field]: true }, ...sent })).status).toBe(
        400,
      );
    const user = await opened.controlPlane.prisma.user.findUniqueOrThrow({ where: { id: LOCAL_OWNER } });
    expect(user.email).toBe('owner@localhost');
  });
});

describe('on a machine of one\u2019s own', () => {
  test('the link signs in, and the account page takes an address and a password', async () => {
    const ctx = await ownerContext(stores);
    const cookie = cookieHeader(
      (await call(link.GET, { query: `?token=${await newToken()}` })).headers.getSetCookie(),
    );
    expect((await call(owner.POST, { body: account, cookie })).status).toBe(200);
    expect(await currentUser(stores, new Headers({ cookie }), new Date())).toMatchObject({ name: 'Ada' });
    expect(await localOwnerOf(stores, ctx.project)).toMatchObject({ name: 'Ada', role: 'owner' });
    expect((await call(owner.POST, { body: account, cookie })).status).toBe(409);
  });

  test('no other account can take the place of the owner, nor the owner the address of another', async () => {
    const other = await addAccount(stores);
    const cookie = await signedInCookie(stores, other.id);
    expect((await call(owner.POST, { body: account, cookie })).status).toBe(403);
    const ownCookie = await signedInCookie(stores, LOCAL_OWNER);
    const taken = { ...account, email: other.email };
    expect((await call(owner.POST, { body: taken, cookie: ownCookie })).status).toBe(409);
  });
});

describe('the cookie', () => {
  const signedIn = async () => {
    const cookies = (
      await authenticationOf(stores).api.startSession({
        body: { userId: LOCAL_OWNER, method: 'test' },
        headers: new Headers(),
        returnHeaders: true,
      })
    ).headers.getSetCookie();
    expect(cookies).toHaveLength(1);
    const [pair = '', ...attributes] = (cookies[0] ?? '').split('; ');
    return { name: pair.split('=')[0], attributes: attributes.map((text) => text.toLowerCase()).sort() };
  };

  test('over http is HttpOnly, SameSite=Lax and for the whole server', async () => {
    expect(await signedIn()).toEqual({
      name: 'faultline.session_token',
      attributes: ['httponly', 'max-age=2592000', 'path=/', 'samesite=lax'],
    });
  });

  test('over https is also Secure and bound to the host', async () => {
    vi.stubEnv('FAULTLINE_URL', 'https://faultline.example.org');
    expect(await signedIn()).toEqual({
      name: '__Host-faultline.session_token',
      attributes: ['httponly', 'max-age=2592000', 'path=/', 'samesite=lax', 'secure'],
    });
  });

  test('of http is not believed once the address is https', async () => {
    const cookie = await signedInCookie(stores, LOCAL_OWNER);
    vi.stubEnv('FAULTLINE_URL', 'https://faultline.example.org');
    stores = { ...opened };
    shareStores(stores);
    expect(await currentUser(stores, new Headers({ cookie }), new Date())).toBeUndefined();
  });
});
