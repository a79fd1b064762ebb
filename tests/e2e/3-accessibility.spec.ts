import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { seedScenario } from '../../prisma/seed/seed-scenario.ts';
import { testSize } from '../support/test-size.ts';
import { api, BASE, KEY, signIn } from './server.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Screens in their usual and their empty states. `{queue}`, `{query}` and `{session}` are filled in. */
const SCREENS = [
  'overview',
  'overview?from=1999-01-01&to=1999-02-01',
  'queries',
  'queries?q=nothingmatchesthis',
  'queries/{query}',
  'queries/{query}/label',
  'sessions/{session}',
  'retrieval',
  'retrieval?groupBy=indexVersion',
  'retrieval/chunks',
  'retrieval/chunks?rule=near_duplicate',
  'retrieval/lexical-gaps',
  'answers',
  'compare',
  'compare?range=all&a=indexVersion%3Dv7&b=indexVersion%3Dv8',
  'compare?a=from%3D1999-01-01%26to%3D1999-02-01&b=colour%3Dred&points=0',
  'gaps',
  'gaps?state=closed',
  'queues',
  'queues/new',
  'queues/{queue}',
  'queues/{queue}/label',
  'queues/{queue}/settings',
  'agreement',
  'adjudicate',
  'adjudicate/{dispute}',
  'reviewers',
  'settings/providers',
  'settings/formats',
  'settings/prices',
  'settings/deployments',
  'golden-sets',
  'golden-sets/new',
  'golden-sets/{goldenSet}',
  'ask',
  'knowledge',
  'knowledge/{base}',
  'knowledge/{base}/documents/{document}',
  'exports',
  'data',
  'setup',
  'queries/missing',
];

let ids: Record<string, string> = {};

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const { deployment } = await seedScenario({ scenario: 'stale-index', url: BASE, key: KEY });
  // Of the scenario alone: what other tests log beside it is looked at there, or by chance.
  const { indexVersion } = deployment;
  const list = await api('GET', `/api/v1/queries?limit=1&verdict=wrong&indexVersion=${indexVersion}`);
  const [query] = z
    .object({ items: z.array(z.object({ id: z.string(), sessionId: z.string() })) })
    .parse(list.body).items;
  const filter = { indexVersion: [indexVersion] };
  const queue = await api('POST', '/api/v1/queues', { name: `Axe ${Date.now()}`, filter, size: 20 });
  const golden = await api('POST', '/api/v1/golden-sets', {
    name: `Axe ${Date.now()}`,
    queryIds: [query?.id ?? ''],
  });
  ids = {
    ...(await indexedBase()),
    dispute: await disputedQuery(),
    goldenSet: z.object({ setId: z.string() }).parse(golden.body).setId,
    query: query?.id ?? '',
    session: query?.sessionId ?? '',
    queue: z.object({ id: z.string() }).parse(queue.body).id,
  };
});

/** A query of which two reviewers say different things, in no queue that could give it to whoever looks. */
async function disputedQuery(): Promise<string> {
  const id = `axe-dispute-${Date.now()}`;
  const hits = ['a', 'b'].map((hit) => ({
    id: hit,
    title: `Page ${hit}`,
    text: `What ${hit} says.`,
    score: 0.5,
  }));
  const logged = { id, question: 'Who is right?', answer: 'Both are [1].', hits };
  expect((await api('POST', '/api/v1/queries', logged)).status).toBe(200);
  const labels = [
    { queryId: id, reviewer: 'Ada', verdict: 'correct', grades: { a: 3 } },
    {
      queryId: id,
      reviewer: 'Bob',
      verdict: 'wrong',
      failure: 'weak_reasoning',
      grades: { a: 0 },
      flag: 'Which?',
    },
  ];
  expect((await api('POST', '/api/v1/labels', { labels })).body).toMatchObject({ accepted: 2 });
  return id;
}

/** A knowledge base with one document, indexed. */
async function indexedBase(): Promise<{ base: string; document: string }> {
  const made = await api('POST', '/api/v1/knowledge', { name: `Axe ${Date.now()}` });
  const { id } = z.object({ id: z.string() }).parse(made.body);
  const form = new FormData();
  form.append('files', new File(['# Axe\n\nA page about axes. They cut wood.\n'], 'axe.md'));
  const path = `${BASE}/api/v1/knowledge/${id}`;
  const headers = { authorization: `Bearer ${KEY}` };
  expect((await fetch(`${path}/documents`, { method: 'POST', body: form, headers })).status).toBe(200);
  expect((await api('POST', `/api/v1/knowledge/${id}/index`)).status).toBe(202);
  const isIndexed = async () =>
    z.object({ current: z.unknown() }).parse((await api('GET', `/api/v1/knowledge/${id}`)).body).current !==
    null;
  await expect.poll(isIndexed, { timeout: 30_000 }).toBe(true);
  const list = await api('GET', `/api/v1/knowledge/${id}/documents`);
  const [document] = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(list.body).items;
  return { base: id, document: document?.id ?? '' };
}

/** Each screen is seen in so many of these looks, the next screen beginning with the next look. */
const LOOKS_A_SCREEN = testSize('axeLooks');
const LOOKS = [
  ['light', 1280],
  ['dark', 375],
  ['light', 375],
  ['dark', 1280],
] as const;

for (const [look, [scheme, width]] of LOOKS.entries()) {
  test(`axe finds nothing on the screens, ${scheme}, ${width} wide`, async ({ browser }) => {
    test.setTimeout(300_000);
    const context = await browser.newContext({
      colorScheme: scheme,
      viewport: { width, height: 800 },
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await page.goto('/sign-in');
    const found: string[] = await violations();
    await signIn(page);
    const looks = LOOKS.length;
    const screens = SCREENS.filter((_, i) => (look - (i % looks) + looks) % looks < LOOKS_A_SCREEN);
    for (const screen of screens) {
      const path = `/default/${screen.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? ''))}`;
      const response = await page.goto(path, { waitUntil: 'networkidle' });
      const heading = (await page.getByRole('heading', { level: 1 }).first().textContent()) ?? '';
      const isMissing = /not found|nothing at this address/.test(heading);
      if (response?.status() !== 200 || isMissing !== (screen === 'queries/missing'))
        found.push(`${screen}: answered ${response?.status()}, "${heading}"`);
      found.push(...(await violations()).map((violation) => `${screen}: ${violation}`));
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) found.push(`${screen}: ${overflow} px wider than the window`);
    }
    expect(found).toEqual([]);
    await context.close();

    async function violations(): Promise<string[]> {
      await page.evaluate(scrollToEnd);
      const { violations: all } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
      const found: string[] = [];
      for (const { id, help, nodes } of all)
        for (const { target, any } of nodes)
          if (id !== 'target-size' || (await isTooSmall(target.join(' '))))
            found.push(`${id} at ${target.join(' ')}: ${any[0]?.message ?? help}`);
      return found;
    }

    /** A head or bar that stays in sight cuts whatever lies below it: a target is looked at in the middle once more. */
    async function isTooSmall(target: string): Promise<boolean> {
      await page
        .locator(target)
        .first()
        .evaluate((element) => element.scrollIntoView({ block: 'center' }));
      const again = await new AxeBuilder({ page }).include(target).withRules(['target-size']).analyze();
      return again.violations.length > 0;
    }
  });
}

/** A bar that stays in sight cuts whatever scrolls below it at that moment; at the end it lies over nothing. */
async function scrollToEnd(): Promise<void> {
  let height = -1;
  // What comes into sight may be laid out only then, which moves the end.
  for (let frame = 0; frame < 20 && height !== document.body.scrollHeight; frame += 1) {
    height = document.body.scrollHeight;
    for (const element of document.querySelectorAll('*')) element.scrollTop = element.scrollHeight;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
