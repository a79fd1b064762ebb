// Takes the pictures in docs/screens of a running server with the demo: npm run screens -- <sign-in link>
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser } from './find-browser.mjs';

const PROJECT = 'demo-stale-index';
const folder = join(import.meta.dirname, '../docs/screens');
const link = process.argv[2];
if (link === undefined) {
  process.stderr.write('Usage: npm run screens -- <sign-in link>\n');
  process.exit(1);
}
const base = new URL(link).origin;
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const signIn = await browser.newContext();
await (await signIn.newPage()).goto(link);
const session = await signIn.storageState();
const ask = async <T>(path: string, data?: object): Promise<T> => {
  const url = `${base}/api/v1/${path}${path.includes('?') ? '&' : '?'}project=${PROJECT}`;
  const response = await (data === undefined
    ? signIn.request.get(url)
    : signIn.request.post(url, { data, headers: { origin: base } }));
  return (await response.json()) as T;
};

const { items } = await ask<{ items: { id: string; sessionId: string }[] }>(
  'queries?limit=1&verdict=wrong&zeroHit=false',
);
const [example] = items;
const name = `First fifty, ${new Date().toISOString().slice(0, 16).replace('T', ' ')}`;
const queue = await ask<{ id: string }>('queues', { name, filter: {}, size: 50 });
const sample = await ask<{ queries: { queryId: string }[]; coverage: object }>('golden-sets/sample?size=50');
const golden = await ask<{ setId: string }>('golden-sets', {
  name,
  queryIds: sample.queries.map(({ queryId }) => queryId),
  coverage: sample.coverage,
});
await ask('exports', {
  format: 'trl-sft',
  filter: {},
  overrides: [{ gate: 'readiness', reason: 'A first try with what there is' }],
});
await ask('invitations', { email: 'ada@example.org', role: 'reviewer' });

const screens: Record<string, string> = {
  overview: `${PROJECT}/overview?from=${daysAgo(14)}`,
  'overview-empty': 'default/overview',
  retrieval: `${PROJECT}/retrieval?from=${daysAgo(14)}`,
  'retrieval-split': `${PROJECT}/retrieval?from=${daysAgo(14)}&groupBy=indexVersion`,
  chunks: `${PROJECT}/retrieval/chunks?from=${daysAgo(14)}`,
  'lexical-gaps': `${PROJECT}/retrieval/lexical-gaps?from=${daysAgo(14)}`,
  answers: `${PROJECT}/answers?from=${daysAgo(14)}`,
  compare: `${PROJECT}/compare?range=all&a=indexVersion%3Dv7&b=indexVersion%3Dv8`,
  'compare-choose': `${PROJECT}/compare?range=all`,
  gaps: `${PROJECT}/gaps`,
  queries: `${PROJECT}/queries`,
  'queries-none-match': `${PROJECT}/queries?q=nothingmatchesthis`,
  query: `${PROJECT}/queries/${example?.id}`,
  session: `${PROJECT}/sessions/${example?.sessionId}`,
  queues: `${PROJECT}/queues`,
  'queue-new': `${PROJECT}/queues/new`,
  queue: `${PROJECT}/queues/${queue.id}`,
  'queue-settings': `${PROJECT}/queues/${queue.id}/settings`,
  label: `${PROJECT}/queues/${queue.id}/label`,
  agreement: `${PROJECT}/agreement`,
  adjudicate: `${PROJECT}/adjudicate`,
  reviewers: `${PROJECT}/reviewers`,
  'golden-sets': `${PROJECT}/golden-sets`,
  'golden-set-new': `${PROJECT}/golden-sets/new`,
  'golden-set': `${PROJECT}/golden-sets/${golden.setId}`,
  ask: `${PROJECT}/ask`,
  knowledge: `${PROJECT}/knowledge`,
  exports: `${PROJECT}/exports`,
  data: `${PROJECT}/data`,
  'set-up': 'default/setup',
  members: `${PROJECT}/settings/members`,
  keys: `${PROJECT}/settings/keys`,
  providers: `${PROJECT}/settings/providers`,
  formats: `${PROJECT}/settings/formats`,
  prices: `${PROJECT}/settings/prices`,
  deployments: `${PROJECT}/settings/deployments`,
  'project-settings': `${PROJECT}/settings/project`,
  audit: `${PROJECT}/settings/audit`,
  projects: 'projects',
  account: 'account',
};

mkdirSync(folder, { recursive: true });
for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 375]) {
    const viewport = { width, height: width === 375 ? 812 : 900 };
    const context = await browser.newContext({
      colorScheme,
      viewport,
      storageState: session,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    for (const [screen, path] of Object.entries(screens)) {
      await page.goto(`${base}/${path}`, { waitUntil: 'networkidle' });
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(folder, `${screen}-${colorScheme}-${width}.png`) });
    }
    await context.close();
    const stranger = await browser.newContext({ colorScheme, viewport });
    const signedOut = await stranger.newPage();
    await signedOut.goto(`${base}/sign-in`);
    await signedOut.screenshot({ path: join(folder, `sign-in-${colorScheme}-${width}.png`) });
    await stranger.close();
  }
}
await browser.close();

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
