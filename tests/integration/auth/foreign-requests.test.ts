import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LOCAL_OWNER } from '#lib/auth/local-owner.ts';
import { currentUser } from '#lib/auth/sessions.ts';
import { type Stores, shareStores } from '#lib/platform/stores.ts';
import * as signOut from '../../../app/(auth)/sign-out/route.ts';
import * as password from '../../../app/api/auth/account/password/route.ts';
import * as account from '../../../app/api/auth/account/route.ts';
import * as sessions from '../../../app/api/auth/account/sessions/route.ts';
import * as callback from '../../../app/api/auth/callback/oidc/route.ts';
import * as signIn from '../../../app/api/auth/sign-in/route.ts';
import * as queues from '../../../app/api/v1/queues/route.ts';
import { addAccount, call, forgetTries, ORIGIN, PASSWORD } from '../../support/account-requests.ts';
import { signedInCookie } from '../../support/signed-in-cookie.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  shareStores(stores);
});
afterAll(() => close());
beforeEach(forgetTries);

// biome-ignore lint/suspicious/noExplicitAny: routes differ in the parameters they take
type Handler = (request: Request, next: { params: Promise<any> }) => Promise<Response>;

/** A request as it is, with nothing added. */
const raw = (handler: Handler, init: RequestInit, query = '') =>
  handler(new Request(`${ORIGIN}/${query}`, init), { params: Promise.resolve({}) });

const FOREIGN: Record<string, Record<string, string>> = {
  'another site': { origin: 'https://evil.example' },
  'a sandboxed frame or a redirect': { origin: 'null' },
  'no origin': {},
  'another port': { origin: 'http://127.0.0.1:3001' },
  'another scheme': { origin: 'https://127.0.0.1:3000' },
  'a site whose name contains ours': { origin: 'http://127.0.0.1:3000.evil.example' },
  'only a referer of ours': { referer: `${ORIGIN}/` },
  'a rebound name': { origin: 'http://evil.example:3000', host: 'evil.example:3000' },
  'a forwarded host': { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
  'fetch metadata alone': { 'sec-fetch-site': 'same-origin' },
};

describe('a request that changes something', () => {
  test.each(Object.entries(FOREIGN))('from %s is refused', async (_, headers) => {
    const { id, email } = await addAccount(stores);
    const cookie = await signedInCookie(stores, id);
    const ctx = await ownerContext(stores);
    const owner = await signedInCookie(stores, LOCAL_OWNER);
    const base = { host: '127.0.0.1:3000', 'content-type': 'application/json', ...headers };
    const post = (handler: Handler, body: object, who: string, method = 'POST', query = '') =>
      raw(handler, { method, headers: { ...base, cookie: who }, body: JSON.stringify(body) }, query);
    const answers = [
      await post(queues.POST, { name: 'x', size: 1 }, owner, 'POST', `?project=${ctx.project.slug}`),
      await post(account.PATCH, { name: 'Eve' }, cookie, 'PATCH'),
      await post(password.POST, { currentPassword: PASSWORD, password: 'a new long password' }, cookie),
      await post(sessions.DELETE, {}, cookie, 'DELETE'),
      await post(signOut.POST, {}, cookie),
      await post(signIn.POST, { email, password: PASSWORD }, ''), // nobody is signed in as somebody else's account
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
    expect(answers.flatMap(({ headers: fields }) => fields.getSetCookie())).toEqual([]);
    expect(await currentUser(stores, new Headers({ cookie }), new Date())).toMatchObject({ name: 'Ada' });
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'is refused as %s, the kinds that a form of another site can send',
    async (type) => {
      const { email } = await addAccount(stores);
      const body = JSON.stringify({ email, password: PASSWORD });
      const headers = {
        host: '127.0.0.1:3000',
        origin: ORIGIN,
        ...(type === '' ? {} : { 'content-type': type }),
      };
      const answer = await raw(signIn.POST, { method: 'POST', headers, body });
      expect(answer.status).toBe(415);
      expect(answer.headers.getSetCookie()).toEqual([]);
    },
  );

  test('is not reached by GET, whatever method its headers or query claim', async () => {
    const ctx = await ownerContext(stores);
    const cookie = await signedInCookie(stores, LOCAL_OWNER);
    const { prisma } = stores.controlPlane;
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      const query = `?project=${ctx.project.slug}`;
      const answer = await call(queues.GET, { cookie, query, headers: { [name]: 'POST' } });
      expect(await answer.json()).toEqual({ items: [] });
    }
    const claimed = await call(queues.GET, { cookie, query: `?project=${ctx.project.slug}&_method=POST` });
    expect(claimed.status).toBe(400);
    expect(await prisma.queue.count({ where: { projectId: ctx.project.id } })).toBe(0);
    for (const route of [signOut, signIn, password, sessions, account])
      expect(Object.keys(route)).not.toContain('GET');
  });
});

test('headers that make other servers believe things do not sign anybody in or change the path', async () => {
  for (const headers of [
    { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    { 'x-forwarded-host': '127.0.0.1:3000', 'x-forwarded-user': 'local-owner' },
    { 'x-original-url': '/api/health' },
    { 'x-rewrite-url': '/api/health' },
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-user-id': LOCAL_OWNER, 'remote-user': LOCAL_OWNER },
    { cookie: 'faultline.session_token=local-owner' },
  ])
    expect((await call(queues.GET, { headers: headers as Record<string, string> })).status).toBe(401);
});

test('of what better-auth brings, only the way back from the provider is mounted', async () => {
  const files = readdirSync('app/api/auth', { recursive: true, encoding: 'utf8' });
  const routes = files.filter((path) => path.endsWith('/route.ts')).sort();
  const own = ['account', 'account/owner', 'account/password', 'account/sessions', 'callback/oidc', 'claim'];
  const more = ['invitations/[token]/accept', 'oidc', 'password-links', 'password-links/[token]', 'sign-in'];
  expect(routes).toEqual([...own, ...more].map((path) => `${path}/route.ts`).sort());
  expect(Object.keys(callback)).toEqual(['GET']);
});

test('what an account may not say of itself is refused', async () => {
  const { id } = await addAccount(stores);
  const cookie = await signedInCookie(stores, id);
  for (const field of [
    'role',
    'projectId',
    'userId',
    'createdAt',
    'isLocalOwner',
    'email',
    'emailVerified',
    'id',
  ]) {
    const extra = { [field]: field === 'isLocalOwner' ? true : 'x' };
    const answers = [
      await call(account.PATCH, { method: 'PATCH', body: { name: 'Eve', ...extra }, cookie }),
      await call(password.POST, {
        body: { currentPassword: PASSWORD, password: 'x'.repeat(20), ...extra },
        cookie,
      }),
      await call(signIn.POST, {
        body: { email: 'a@example.org', password: 'x', ...(field === 'email' ? { role: 'x' } : extra) },
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
  }
  const user = await stores.controlPlane.prisma.user.findUniqueOrThrow({ where: { id } });
  expect(user).toMatchObject({ name: 'Ada', isLocalOwner: false });
});
