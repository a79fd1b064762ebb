// Takes the pictures that the documents show of a running server with the demo: npm run screens -- <sign-in link>
// With a folder behind the link every screen goes there: light and dark, wide and narrow.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import { findBrowser } from './find-browser.mjs';

const PROJECT = 'demo-stale-index';
const root = join(import.meta.dirname, '..');
const [link, elsewhere] = process.argv.slice(2);
const folder = elsewhere ?? join(root, 'docs/screens');
if (link === undefined) {
  process.stderr.write('Usage: npm run screens -- <sign-in link> [folder for all screens]\n');
  process.exit(1);
}
const { origin } = new URL(link);
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const signIn = await browser.newContext();
await (await signIn.newPage()).goto(link);
const session = await signIn.storageState();
const ask = async <T>(path: string, data?: object): Promise<T> => {
  const url = `${origin}/api/v1/${path}${path.includes('?') ? '&' : '?'}project=${PROJECT}`;
  const response = await (data === undefined
    ? signIn.request.get(url)
    : signIn.request.post(url, { data, headers: { origin } }));
  return (await response.json()) as T;
};

const { items } = await ask<{ items: { id: string; sessionId: string }[] }>(
  'queries?limit=1&verdict=wrong&zeroHit=false',
);
const [example] = items;
const name = `Fifty, ${new Date().toISOString().slice(11, 19)}`;
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
const base = await indexedHandbook();

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
  'knowledge-base': `${PROJECT}/knowledge/${base}`,
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

/** The id of a knowledge base with the demo's handbook, made and indexed if there is none. */
async function indexedHandbook(): Promise<string> {
  const { items } = await ask<{ items: { id: string }[] }>('knowledge');
  if (items[0] !== undefined) return items[0].id;
  const { id } = await ask<{ id: string }>('knowledge', { name: 'Handbook' });
  const multipart = new FormData();
  const documents = join(root, 'prisma/seed/documents');
  for (const name of readdirSync(documents).filter((file) => file.endsWith('.md')))
    multipart.append(
      'files',
      new File([readFileSync(join(documents, name))], name, { type: 'text/markdown' }),
    );
  const url = (path: string) => `${origin}/api/v1/knowledge/${id}/${path}?project=${PROJECT}`;
  await signIn.request.post(url('documents'), { multipart, headers: { origin } });
  await signIn.request.post(url('index'), { headers: { origin } });
  while ((await ask<{ current: object | null }>(`knowledge/${id}`)).current === null) await wait(500);
  return id;
}

/** A page of questions without an answer shows little. */
async function askSomething(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: /question/i }).fill('How do I restore a deleted file?');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.getByRole('region', { name: 'Answer' }).getByText('Answered', { exact: true }).waitFor();
}

/** The pictures of README.md and docs, as `overview-light-1280`. */
function picturesOfDocuments(): Set<string> {
  const documents = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];
  const texts = documents
    .filter((path) => path.endsWith('.md'))
    .map((path) => readFileSync(join(root, path), 'utf8'));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/screens\/([\w-]+)\.png/g)].map((match) => match[1] ?? '')),
  );
}

const wanted = elsewhere === undefined ? picturesOfDocuments() : undefined;
const isWanted = (picture: string) => wanted?.has(picture) ?? true;

mkdirSync(folder, { recursive: true });
for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 375]) {
    const viewport = { width, height: width === 375 ? 812 : 900 };
    const open = (storageState?: typeof session) =>
      browser.newContext({
        colorScheme,
        viewport,
        reducedMotion: 'reduce',
        ...(storageState && { storageState }),
      });
    const [member, stranger] = [await open(session), await open()];
    for (const [screen, path] of Object.entries({ ...screens, 'sign-in': 'sign-in' })) {
      const picture = `${screen}-${colorScheme}-${width}`;
      if (!isWanted(picture)) continue;
      const page = await (screen === 'sign-in' ? stranger : member).newPage();
      await page.goto(`${origin}/${path}`, { waitUntil: 'networkidle' });
      if (screen === 'ask') await askSomething(page);
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(folder, `${picture}.png`) });
      await page.close();
    }
    await member.close();
    await stranger.close();
  }
}
await browser.close();

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
