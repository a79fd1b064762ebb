import { expect, type Page, test } from '@playwright/test';
import { z } from 'zod';
import type { ScenarioName } from '../../prisma/seed/scenario.ts';
import { seedScenario } from '../../prisma/seed/seed-scenario.ts';
import { BASE, signIn } from './server.ts';

/** A project of its own with the traffic of a scenario, and what was really changed in it, which no page is told. */
async function seeded(page: Page, scenario: ScenarioName) {
  const headers = { origin: BASE };
  const name = `Newcomer ${scenario}`;
  const made = await page.request.post('/api/v1/projects', { headers, data: { name } });
  const { slug } = z.object({ slug: z.string() }).parse(await made.json());
  const answer = await page.request.post(`/api/v1/keys?project=${slug}`, {
    headers,
    data: { name: 'Seed', scopes: ['ingest', 'read', 'label', 'export'] },
  });
  const { secret } = z.object({ secret: z.string() }).parse(await answer.json());
  const { deployment } = await seedScenario({ scenario, url: BASE, key: secret });
  return { slug, truth: deployment };
}

/** Day and version as the sentence of the page says them: "Since Wed 18 Nov 14:04, index v8: zero-hit rate from 4 % to 21 % ...". */
function read(sentence: string): { day: string; version: string } {
  const [, day = '', version = ''] = /Since (\w+ \d+ \w+) [\d:]+, \w+ (\S+):/.exec(sentence) ?? [];
  return { day, version };
}

function dayOf(instant: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  }).formatToParts(new Date(instant));
  const of = (type: string) => parts.find((part) => part.type === type)?.value;
  return `${of('weekday')} ${of('day')} ${of('month')}`;
}

test.describe('a newcomer finds what broke, when and with which version, by what the pages suggest', () => {
  test('the bad retriever', async ({ page }) => {
    test.setTimeout(240_000);
    await signIn(page);
    const { slug, truth } = await seeded(page, 'stale-index');
    await page.goto(`/${slug}/overview`);
    const found = page.getByRole('region', { name: 'What changed most' });
    const { day, version } = read((await found.textContent()) ?? '');
    expect({ day, version }).toEqual({ day: dayOf(truth.deployedAt), version: truth.indexVersion });
    await expect(found).toContainText('Retrieval side');
    expect(truth.side).toBe('retrieval');

    // First click: before against after, where the words "different" stand on the retrieval side.
    await found.getByRole('link', { name: 'Compare before and after' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Compare' })).toBeVisible();
    const badge = (metric: string) =>
      page.locator(`[data-metric="${metric}"]`).getByText('different', { exact: true });
    await expect(badge('zero_hit_rate').first()).toBeVisible({ timeout: 30_000 });
    await expect(badge('error_rate')).toHaveCount(0);
    await page.goBack();

    // Second and third: the series cut by version, and the queries that found nothing.
    await found.getByRole('link', { name: /See it over time/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Retrieval' })).toBeVisible();
    await expect(page).toHaveURL(/groupBy=indexVersion/);
    await page.goBack();
    await found.getByRole('link', { name: 'Show these queries' }).click();
    await expect(page).toHaveURL(new RegExp(`indexVersion=${truth.indexVersion}`));
    await expect(page.getByRole('main')).toContainText(/\d+ queries/);
  });

  test('the bad prompt leads to the answer side', async ({ page }) => {
    test.setTimeout(240_000);
    await signIn(page);
    const { slug, truth } = await seeded(page, 'bad-prompt');
    await page.goto(`/${slug}/overview`);
    const found = page.getByRole('region', { name: 'What changed most' });
    const { day, version } = read((await found.textContent()) ?? '');
    expect({ day, version }).toEqual({ day: dayOf(truth.deployedAt), version: truth.promptVersion });
    await expect(found).toContainText('Answer side');
    expect(truth.side).toBe('answer');
    await found.getByRole('link', { name: /See it over time/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Answers' })).toBeVisible();
    await expect(page).toHaveURL(/groupBy=promptVersion/);
  });
});
