import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { seedScenario } from '../../prisma/seed/seed-scenario.ts';
import { testSize } from '../support/test-size.ts';
import { api, KEY, signIn } from './server.ts';

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
  'answers',
  'queues',
  'queues/new',
  'queues/{queue}',
  'queues/{queue}/label',
  'queues/{queue}/settings',
  'agreement',
  'adjudicate',
  'reviewers',
  'exports',
  'data',
  'setup',
  'queries/missing',
];

let ids: Record<string, string> = {};

test.beforeAll(async () => {
  test.setTimeout(180_000);
  await seedScenario({ scenario: 'stale-index', url: 'http://127.0.0.1:3987', key: KEY });
  const list = await api('GET', '/api/v1/queries?limit=1&verdict=wrong');
  const [query] = z
    .object({ items: z.array(z.object({ id: z.string(), sessionId: z.string() })) })
    .parse(list.body).items;
  const queue = await api('POST', '/api/v1/queues', { name: `Axe ${Date.now()}`, filter: {}, size: 20 });
  ids = {
    query: query?.id ?? '',
    session: query?.sessionId ?? '',
    queue: z.object({ id: z.string() }).parse(queue.body).id,
  };
});

/** Two looks by default; the other two have the same colours and the same widths, and come with the full size. */
const LOOKS = [
  ['light', 1280],
  ['dark', 375],
  ['light', 375],
  ['dark', 1280],
] as const;

for (const [scheme, width] of LOOKS.slice(0, testSize('axeLooks'))) {
  test(`axe finds nothing on any screen, ${scheme}, ${width} wide`, async ({ browser }) => {
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
    for (const screen of SCREENS) {
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
      return all.flatMap((rule) =>
        rule.nodes.map(
          (node) => `${rule.id} at ${node.target.join(' ')}: ${node.any[0]?.message ?? rule.help}`,
        ),
      );
    }
  });
}

/** A bar that stays in sight cuts whatever scrolls below it at that moment; at the end it lies over nothing. */
function scrollToEnd(): void {
  for (const element of document.querySelectorAll('*')) element.scrollTop = element.scrollHeight;
}
