import { generateKeyPairSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createInvitation } from '#lib/auth/create-invitation.ts';
import { enterProject } from '#lib/auth/project-access.ts';
import { currentUser } from '#lib/auth/sessions.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import * as callback from '../../../app/api/auth/callback/oidc/route.ts';
import * as accept from '../../../app/api/auth/invitations/[token]/accept/route.ts';
import * as oidc from '../../../app/api/auth/oidc/route.ts';
import * as signIn from '../../../app/api/auth/sign-in/route.ts';
import { addAccount, call, forgetTries, ORIGIN, PASSWORD } from '../../support/account-requests.ts';
import { passProvider, startOidcProvider, type TestProvider } from '../../support/oidc-provider.ts';
import { cookieHeader, signedInCookie } from '../../support/signed-in-cookie.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';

const client = {
  clientId: 'faultline',
  clientSecret: 'a secret of the test',
  redirectUri: `${ORIGIN}/api/auth/callback/oidc`,
};
let stores: Stores;
let close: () => Promise<void>;
let provider: TestProvider;
beforeAll(async () => {
  provider = await startOidcProvider(client);
  vi.stubEnv('FAULTLINE_OIDC_ISSUER', provider.issuer);
  vi.stubEnv('FAULTLINE_OIDC_CLIENT_ID', client.clientId);
  vi.stubEnv('FAULTLINE_OIDC_CLIENT_SECRET', client.clientSecret);
  ({ stores, close } = await openTestStores());
  shareStores(stores);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await close();
  await provider.close();
});
beforeEach(forgetTries);

const anAddress = () => `a${uuidv7()}@example.org`;

function signsInThere(email: string, emailVerified = true): void {
  provider.user = { sub: uuidv7(), email, email_verified: emailVerified, name: 'Grace' };
}

async function start(next?: string): Promise<{ url: string; cookie: string }> {
  const answer = await call(oidc.POST, { body: next === undefined ? {} : { next } });
  expect(answer.status).toBe(200);
  const { url } = (await answer.json()) as { url: string };
  return { url, cookie: cookieHeader(answer.headers.getSetCookie()) };
}

async function comeBack(url: URL, cookie: string) {
  expect(url.origin + url.pathname).toBe(client.redirectUri);
  const request = new Request(url, { headers: { host: '127.0.0.1:3000', cookie } });
  const answer = await callback.GET(request, { params: Promise.resolve({}) });
  const cookies = cookieHeader(answer.headers.getSetCookie());
  return {
    location: answer.headers.get('location') ?? '',
    cookie: cookies,
    user: await currentUser(stores, new Headers({ cookie: cookies }), new Date()),
  };
}

async function through(next?: string) {
  const { url, cookie } = await start(next);
  return comeBack(await passProvider(url, provider.issuer), cookie);
}

const userCount = () => stores.controlPlane.prisma.user.count();

test('an account signs in through the provider, with PKCE, state and nonce', async () => {
  const { id, email } = await addAccount(stores);
  signsInThere(email.toUpperCase());
  const result = await through('/default/queries');
  expect(result.user).toMatchObject({ id, email });
  expect(result.location).toBe('/default/queries');
  const asked = provider.asked.findLast(({ path }) => path === '/auth')?.params;
  expect(asked?.get('code_challenge_method')).toBe('S256');
  expect(asked?.get('state')?.length).toBeGreaterThan(20);
  expect(asked?.get('nonce')?.length).toBeGreaterThan(20);
  expect((await through()).user).toMatchObject({ id }); // and again, now linked
  const rows = await stores.controlPlane.prisma.auditEvent.findMany({
    where: { action: 'sign_in', subject: email },
  });
  expect(rows.map(({ detail }) => detail)).toContainEqual(expect.objectContaining({ method: 'provider' }));
});

describe('whom the provider may bring', () => {
  test('nobody without an account or an invitation', async () => {
    const before = await userCount();
    signsInThere(anAddress());
    const result = await through();
    expect(result).toMatchObject({ user: undefined, location: expect.stringContaining('error=not_invited') });
    expect(new URL(result.location, ORIGIN).origin).toBe(ORIGIN);
    expect(await userCount()).toBe(before);
  });

  test.each(['account', 'invitation'])(
    'nobody whose address it does not vouch for, with an %s',
    async (has) => {
      const ctx = await ownerContext(stores);
      const email = has === 'account' ? (await addAccount(stores)).email : anAddress();
      await createInvitation(ctx, { email, role: 'admin' });
      const before = await userCount();
      signsInThere(email, false);
      const { user, location } = await through();
      expect(user).toBeUndefined();
      expect(location).toContain('error=');
      expect(await userCount()).toBe(before);
    },
  );

  test('who is invited: the account is made, and the invitation accepted with it', async () => {
    const ctx = await ownerContext(stores);
    const email = anAddress();
    const made = await createInvitation(ctx, { email, role: 'reviewer' });
    if (made.status !== 'made') throw new Error(made.message);
    signsInThere(email);
    const result = await through(made.path);
    expect(result.location).toBe(made.path);
    if (result.user === undefined) throw new Error('nobody is signed in');
    expect(await enterProject(stores, ctx.project.slug, result.user)).toBeUndefined(); // not before it is accepted
    const params = { token: made.path.replace('/invite/', '') };
    const accepted = await call(accept.POST, { body: {}, params, cookie: result.cookie });
    expect(accepted.status).toBe(200);
    expect(await enterProject(stores, ctx.project.slug, result.user)).toMatchObject({
      actor: { role: 'reviewer' },
    });
  });

  test('who has an expired or revoked invitation is not', async () => {
    const ctx = await ownerContext(stores, () => new Date(Date.now() - 8 * 24 * 3600 * 1000));
    const email = anAddress();
    await createInvitation(ctx, { email, role: 'reviewer' });
    signsInThere(email);
    expect((await through()).location).toContain('error=not_invited');
  });
});

test('a password and sessions from before the address was proven go', async () => {
  const { id, email } = await addAccount(stores); // whoever held an invitation's link for this address
  const squatter = await signedInCookie(stores, id);
  signsInThere(email);
  expect((await through()).user).toMatchObject({ id });
  expect(await currentUser(stores, new Headers({ cookie: squatter }), new Date())).toBeUndefined();
  expect((await call(signIn.POST, { body: { email, password: PASSWORD } })).status).toBe(401);
  // An address that is proven keeps what is set later.
  const later = await signedInCookie(stores, id);
  expect((await through()).user).toMatchObject({ id });
  expect(await currentUser(stores, new Headers({ cookie: later }), new Date())).toBeDefined();
});

describe('a way back that did not begin in this browser', () => {
  test('without the cookie, with a foreign state, or used twice signs nobody in', async () => {
    const { email } = await addAccount(stores);
    signsInThere(email);
    const first = await start();
    const back = await passProvider(first.url, provider.issuer);
    expect((await comeBack(back, '')).user).toBeUndefined();
    const other = await start();
    expect((await comeBack(back, other.cookie)).user).toBeUndefined();
    const own = await start();
    const ownBack = await passProvider(own.url, provider.issuer);
    expect((await comeBack(ownBack, own.cookie)).user).toBeDefined();
    expect((await comeBack(ownBack, own.cookie)).user).toBeUndefined();
  });

  test('with a code of the attacker, or an error, stays on this server and signs nobody in', async () => {
    const { cookie, url } = await start();
    const state = new URL(url).searchParams.get('state') ?? '';
    for (const query of [
      `state=${state}&code=invented`,
      `state=${state}&error=access_denied`,
      'error=x',
      '',
    ]) {
      const result = await comeBack(new URL(`${client.redirectUri}?${query}`), cookie);
      expect(result.user).toBeUndefined();
      expect(new URL(result.location, ORIGIN).origin).toBe(ORIGIN);
    }
  });
});

test.each([
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'https:evil.example',
  'https://evil.example',
  'javascript:x',
])('after the provider %j leads to this server', async (next) => {
  const { email } = await addAccount(stores);
  signsInThere(email);
  const { user, location } = await through(next);
  expect(user).toBeDefined();
  expect(new URL(location, ORIGIN).origin).toBe(ORIGIN);
});

test('a token that the published keys did not sign signs nobody in', async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publishedKeys = { keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] };
  const forging = await startOidcProvider({ ...client, publishedKeys });
  const [honest, before] = [provider, stores];
  try {
    provider = forging;
    vi.stubEnv('FAULTLINE_OIDC_ISSUER', forging.issuer);
    shareStores({ ...stores });
    const { id, email } = await addAccount(stores);
    signsInThere(email);
    const { user, location } = await through();
    expect(user).toBeUndefined();
    expect(location).toContain('error=');
    expect(forging.asked.map(({ path }) => path)).toContain('/jwks');
    expect(await stores.controlPlane.prisma.session.count({ where: { userId: id } })).toBe(0);
  } finally {
    vi.stubEnv('FAULTLINE_OIDC_ISSUER', honest.issuer);
    provider = honest;
    shareStores(before);
    await forging.close();
  }
});
