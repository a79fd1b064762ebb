import { createServer } from 'node:net';
import { expect, test } from '@playwright/test';
import { mayDo, type Permission } from '#lib/auth/permissions.ts';
import { PAGE_PERMISSIONS } from '../../app/_server/page-permissions.ts';
import { rawExchange, rawRequest } from './raw-request.ts';
import { BASE } from './server.ts';
import { type Cast, openCast, type Visitor } from './visitors.ts';

/** Every page of a project, and whom it is for. */
const PAGES = Object.entries(PAGE_PERMISSIONS).filter(([path]) => path.startsWith('/[project]/')) as [
  string,
  Permission,
][];

/** Ways in which one address was, in one release or another of some server, served past the check before it. */
const WAYS: {
  name: string;
  path?: (path: string, cast: Cast) => string;
  headers?: Record<string, string>;
}[] = [
  { name: 'as it is' },
  { name: '.rsc', path: (path) => `${path}.rsc` },
  { name: '.segments', path: (path) => `${path}.segments/_tree.segment.rsc` },
  { name: 'RSC', headers: { RSC: '1' } },
  { name: 'RSC prefetch', headers: { RSC: '1', 'Next-Router-Prefetch': '1' } },
  {
    name: 'segment prefetch',
    headers: { RSC: '1', 'Next-Router-Prefetch': '1', 'Next-Router-Segment-Prefetch': '/_tree' },
  },
  {
    name: 'router state',
    headers: { RSC: '1', 'Next-Router-State-Tree': encodeURIComponent('["",{},null,"refetch"]') },
  },
  { name: 'data request', headers: { 'x-nextjs-data': '1' } },
  { name: '_next/data', path: (path) => `/_next/data/development${path}.json` },
  { name: 'injected parameter', path: (path, { other }) => `${path}?nxtPproject=${other}` },
  {
    name: 'parameter injected into a page of one’s own',
    path: (path, { slug, other }) => `${path.replace(slug, other)}?nxtPproject=${slug}`,
  },
  { name: 'trailing slash', path: (path) => `${path}/` },
  { name: '%2f', path: (path) => path.replace(/\/(?=[^/]+$)/, '%2f') },
  { name: 'double slash', path: (path) => `/${path}` },
  { name: 'dot segment', path: (path) => `/sign-in/..${path}` },
  { name: 'locale', path: (path) => `/en${path}` },
  { name: 'capitals', path: (path) => path.replace(/[^/]+$/, (last) => last.toUpperCase()) },
  ...['proxy', 'middleware', 'src/middleware', 'pages/_middleware'].map((name) => ({
    name: `x-middleware-subrequest ${name}`,
    headers: { 'x-middleware-subrequest': Array(5).fill(name).join(':') },
  })),
  {
    name: 'rewritten by headers',
    headers: { 'x-rewrite-url': '/', 'x-original-url': '/', 'x-invoke-path': '/' },
  },
  {
    name: 'invoked',
    headers: { 'x-middleware-invoke': '1', 'x-nextjs-rewrite': '/', 'x-matched-path': '/' },
  },
];

let cast: Cast;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  cast = await openCast();
});

function mayOpen(visitor: Visitor, permission: Permission): boolean {
  const { role } = visitor;
  return role !== undefined && mayDo({ kind: 'person', personId: '', name: '', role }, permission);
}

for (const [page, permission] of PAGES) {
  test(`${page} shows nothing to whom it is not for`, async () => {
    const address = cast.addressOf(page);
    const found: string[] = [];
    for (const visitor of cast.visitors) {
      const isFor = mayOpen(visitor, permission);
      for (const way of isFor ? WAYS.slice(0, 1) : WAYS) {
        const path = way.path?.(address, cast) ?? address;
        const answer = await rawRequest(BASE, path, { ...visitor.headers, ...way.headers });
        const who = `${visitor.name}, ${way.name}: ${answer.status}`;
        if (answer.status >= 500 && !isFor) found.push(`${who} is a fault`);
        if (!isFor && answer.body.includes(cast.secret)) found.push(`${who} shows what the project holds`);
        if (!isFor && visitor.role === undefined && answer.body.includes(cast.projectName))
          found.push(`${who} names the project`);
        if (isFor && answer.status !== 200) found.push(`${who} is not let in`);
        if (isFor && answer.body.includes('no-permission:')) found.push(`${who} is refused`);
        if (visitor.headers.cookie !== undefined && !isPrivate(answer.headers['cache-control']))
          found.push(`${who} may be cached: ${String(answer.headers['cache-control'])}`);
      }
    }
    expect(found).toEqual([]);
  });
}

/** Redirects and 404s of Next's own, which hold nothing, come without. */
function isPrivate(value: string | string[] | undefined): boolean {
  const text = String(value ?? 'no-store');
  return /no-store/.test(text) && !/public|s-maxage/.test(text);
}

test('what the project holds is what its members see', async () => {
  for (const visitor of cast.visitors.filter(({ role }) => role !== undefined)) {
    const answer = await rawRequest(BASE, `/${cast.slug}/queries`, visitor.headers);
    expect(answer.body).toContain(cast.secret);
    expect(answer.headers['cache-control']).toMatch(/^private\b.*\bno-store\b/);
    const rsc = await rawRequest(BASE, `/${cast.slug}/queries`, { ...visitor.headers, RSC: '1' });
    expect(String(rsc.headers['cache-control'])).toContain('no-store');
    expect(String(rsc.headers.vary).toLowerCase()).toContain('rsc');
  }
});

test('a project that is not yours and one that is not look the same', async () => {
  const stranger = cast.visitors.find(({ name }) => name === 'owner of another project');
  const theirs = await rawRequest(BASE, `/${cast.slug}/queries`, stranger?.headers);
  const missing = await rawRequest(BASE, '/no-such-project/queries', stranger?.headers);
  expect(theirs.status).toBe(missing.status);
  expect(plain(theirs.body, cast.slug)).toBe(plain(missing.body, 'no-such-project'));
});

/** Without what differs between any two answers: nonces, the request's id, and the address that was asked for. */
function plain(body: string, slug: string): string {
  return body
    .replaceAll(slug, 'slug')
    .replace(/nonce(\\?)="[^"]*"|nonce\\?":\\?"[^"]*"/g, 'nonce')
    .replace(/__next_r="[^"]*"/g, '__next_r');
}

test('the API answers the same without the pages’ middleware', async () => {
  const [anonymous] = cast.visitors;
  for (const name of ['proxy', 'middleware', 'src/middleware']) {
    const headers = { ...anonymous?.headers, 'x-middleware-subrequest': Array(5).fill(name).join(':') };
    const answer = await rawRequest(BASE, `/api/v1/queries?project=${cast.slug}`, headers);
    expect(answer.status).toBe(401);
    expect(answer.headers['cache-control']).toBe('private, no-store');
  }
});

test('the server fetches nothing for whoever asks', async () => {
  let connections = 0;
  const inside = createServer((socket) => {
    connections += 1;
    socket.end();
  });
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
  const address = inside.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const target = `127.0.0.1:${address.port}`;
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';
  for (const host of [target, '169.254.169.254']) {
    const answer = await rawExchange(
      BASE,
      `GET http://${host}/latest/ HTTP/1.1\r\nHost: ${host}\r\n${upgrade}`,
      1_500,
    );
    expect(answer).not.toMatch(/^HTTP\/1\.1 (101|200)/);
  }
  await rawExchange(
    BASE,
    `GET http://${target}/ HTTP/1.1\r\nHost: ${target}\r\nConnection: close\r\n\r\n`,
    3_000,
  );
  await rawExchange(BASE, `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`, 1_500);
  for (const url of [`http://${target}/a.png`, '/screens/a.png', '%2F%2F127.0.0.1%2Fa.png']) {
    const image = await rawRequest(BASE, `/_next/image?url=${encodeURIComponent(url)}&w=640&q=75`);
    expect([400, 404]).toContain(image.status);
  }
  inside.close();
  expect(connections).toBe(0);
});
