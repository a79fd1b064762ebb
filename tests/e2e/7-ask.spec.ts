import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { z } from 'zod';
import { awake, BASE, refusedByPolicy, signIn } from './server.ts';

const DOCUMENTS = 50;
const MOST_MS = 120_000;

/** Fifty Markdown files: the pages of the demo's handbook, cut at their second headings. */
function markdownFiles(): { name: string; mimeType: string; buffer: Buffer }[] {
  const folder = 'prisma/seed/documents';
  const names = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.md'))
    .sort();
  const sections = names.flatMap((name) => {
    const [head = '', ...parts] = readFileSync(join(folder, name), 'utf8').split(/^(?=## )/m);
    const title = head.split('\n')[0] ?? '';
    return parts.map((part, i) => ({
      name: `${name.replace(/\W+/g, '-')}-${i}.md`,
      text: `${title}\n\n${part}`,
    }));
  });
  return sections
    .slice(0, DOCUMENTS)
    .map(({ name, text }) => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) }));
}

/** A project of its own: those of other tests have documents already. */
let slug = '';

async function openProject(page: Page): Promise<void> {
  await signIn(page);
  if (slug === '') {
    const made = await page.request.post('/api/v1/projects', {
      data: { name: `Ask ${Date.now()}` },
      headers: { origin: BASE },
    });
    ({ slug } = z.object({ slug: z.string() }).parse(await made.json()));
  }
  await page.goto(`/${slug}/overview`);
}

/** The project's API, as the person who is signed in. */
async function call(page: Page, path: string, data?: object): Promise<unknown> {
  const url = `/api/v1/${path}${path.includes('?') ? '&' : '?'}project=${slug}`;
  const response = await (data === undefined
    ? page.request.get(url)
    : page.request.post(url, { data, headers: { origin: BASE } }));
  expect(response.status()).toBe(200);
  return response.json();
}

test.describe.configure({ mode: 'serial' });

test('from nothing to a cited answer about fifty own files in under two minutes', async ({ page }) => {
  const begin = Date.now();
  const files = markdownFiles();
  expect(files).toHaveLength(DOCUMENTS);
  const refused = refusedByPolicy(page);
  await openProject(page);
  await page.getByRole('link', { name: 'Ask your own documents' }).click();
  await expect(page.getByRole('heading', { name: 'Ask your own documents' })).toBeVisible();
  const upload = await awake(page.getByRole('button', { name: 'Upload and index files' }));
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), upload.click()]);
  await chooser.setFiles(files);
  const question = page.getByRole('textbox', { name: /question/i });
  await expect(question).toBeVisible({ timeout: MOST_MS });
  await question.fill('How do I restore a deleted file?');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect(answer.getByText('Answered', { exact: true })).toBeVisible();
  expect(Date.now() - begin).toBeLessThan(MOST_MS);

  const citation = answer.getByRole('link', { name: /^\[\d\]$/ }).first();
  const target = (await citation.getAttribute('href')) ?? '';
  await citation.click();
  await expect(page.locator(target)).toContainText(/restor/i);
  await expect(answer).toContainText(/Retrieval\s\d/);
  await expect(answer).toContainText('extractive-v1');
  // Fields and dialogs bring styles of their own, also into a page that was refreshed since it was loaded.
  await page.getByRole('button', { name: 'How it is asked' }).click();
  await answer.getByRole('button', { name: /golden set/ }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  expect(refused).toEqual([]);

  await answer.getByRole('link', { name: 'Open the logged query' }).click();
  await expect(page.getByRole('main')).toContainText('How do I restore a deleted file?');
});

test('asked again in another way, both answers stand side by side, and the replay is logged as one', async ({
  page,
}) => {
  await openProject(page);
  await page.getByRole('link', { name: 'Ask', exact: true }).click();
  const question = await awake(page.getByRole('textbox', { name: /question/i }));
  await question.fill('How is a backup encrypted?');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Answer' }).getByText('Open the logged query')).toBeVisible();
  await page.getByRole('button', { name: 'How it is asked' }).click();
  await page.getByRole('textbox', { name: 'Passages (k)' }).fill('1');
  await page.getByRole('button', { name: 'Ask again' }).click();
  const now = page.getByRole('region', { name: 'This time' });
  await expect(now.getByText('Open the logged query')).toBeVisible();
  await expect(now.getByRole('list', { name: 'Passages' }).getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('region', { name: 'Before' })).toBeVisible();

  const asked = await call(page, 'ask', { question: 'How is a backup encrypted?' });
  const { id } = z.object({ id: z.string() }).parse(asked);
  await call(page, 'ask', { replayOf: id, k: 2 });
  expect(await call(page, 'queries?origin=replay')).toMatchObject({ total: 1 });
});

test('the chunks lie over their document', async ({ page }) => {
  await openProject(page);
  await page.getByRole('link', { name: 'Knowledge', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Knowledge', level: 1 })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Documents', exact: true }).click();
  await page.getByRole('link', { name: /\.md$/ }).first().click();
  await expect(page.getByText('Chunk 1', { exact: true })).toBeVisible();
});
