import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { testSize } from '../support/test-size.ts';
import { api, awake, BASE, signIn } from './server.ts';

const PASSWORD = 'a long enough password 7';
const PHONE = { width: 375, height: 740 };
const DESK = { width: 1280, height: 800 };

/** What a role finds at a page of the project: its heading, or that it may not look. */
type Sight = 'seen' | 'refused';

const PAGES = [
  'overview',
  'queries',
  'retrieval',
  'answers',
  'queues',
  'queues/new',
  'golden-sets',
  'golden-sets/new',
  'exports',
  'settings/members',
  'settings/keys',
  'settings/providers',
  'settings/project',
  'settings/audit',
] as const;

const SIGHTS: Record<'reviewer' | 'viewer', Record<(typeof PAGES)[number], Sight>> = {
  reviewer: { ...sights('seen'), ...closedMaking(), ...closedSettings() },
  viewer: { ...sights('seen'), ...closedMaking(), ...closedSettings() },
};

function sights(sight: Sight): Record<(typeof PAGES)[number], Sight> {
  return Object.fromEntries(PAGES.map((page) => [page, sight])) as Record<(typeof PAGES)[number], Sight>;
}

function closedMaking() {
  return { 'queues/new': 'refused', 'golden-sets/new': 'refused', exports: 'refused' } as const;
}

function closedSettings() {
  return {
    'settings/keys': 'refused',
    'settings/providers': 'refused',
    'settings/project': 'refused',
    'settings/audit': 'refused',
  } as const;
}

test.beforeAll(async () => {
  const sent = await api('POST', '/api/v1/queries', {
    id: `people-${Date.now()}`,
    question: 'Who may see this question?',
    hits: [{ id: 'doc-1', text: 'Members may.' }],
    answer: 'Members of the project may.',
  });
  expect(sent.status).toBe(200);
});

for (const [role, viewport, otherViewport] of [
  ['reviewer', PHONE, DESK],
  ['viewer', DESK, PHONE],
] as const) {
  test(`an owner invites a ${role}, who joins at ${viewport.width} px and signs in at ${otherViewport.width} px`, async ({
    browser,
  }) => {
    test.setTimeout(240_000);
    const email = `${role}-${Date.now()}@example.org`;
    const link = await invite(browser, email, role);

    const joining = await browser.newContext({ viewport });
    const page = await joining.newPage();
    await page.goto(link);
    await (await awake(page.getByLabel('Name'))).fill(`Some ${role}`);
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Make the account and join' }).click();
    await page.waitForURL('**/default/overview*');
    await lookAround(page, role);
    await mayDoOnly(joining, role);
    await page.goto(link);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('does not work any more');
    await joining.close();

    const returning = await browser.newContext({ viewport: otherViewport });
    const again = await returning.newPage();
    await again.goto('/default/overview');
    await again.waitForURL('**/sign-in*');
    await (await awake(again.getByLabel('E-mail'))).fill(email);
    await again.getByRole('textbox', { name: 'Password' }).fill('not my password at all');
    await again.getByRole('button', { name: 'Sign in' }).click();
    await expect(again.getByRole('alert').filter({ hasText: /wrong/ })).toBeVisible();
    await again.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await again.getByRole('button', { name: 'Sign in' }).click();
    await again.waitForURL('**/default/overview*');
    if (testSize('roleWidths') > 1) await lookAround(again, role);
    await returning.close();
  });
}

/** The owner makes the link on the members page, as it is shown once. */
async function invite(browser: Browser, email: string, role: string): Promise<string> {
  const context = await browser.newContext({ viewport: DESK });
  const page = await context.newPage();
  await signIn(page);
  await page.goto('/default/settings/members');
  await (await awake(page.getByLabel('E-mail address'))).fill(email);
  await page.getByLabel('Role', { exact: true }).first().selectOption(role);
  await page.getByRole('button', { name: 'Make an invitation link' }).click();
  const shown = page.getByRole('dialog').getByText(`${BASE}/invite/`);
  await expect(shown).toBeVisible();
  const link = /http\S+\/invite\/[\w-]+/.exec((await shown.textContent()) ?? '')?.[0] ?? '';
  expect(link).not.toBe('');
  await context.close();
  return link;
}

async function lookAround(page: Page, role: 'reviewer' | 'viewer'): Promise<void> {
  for (const path of PAGES) {
    await page.goto(`/default/${path}`);
    const refused = page.getByText(/this project it is for/);
    const expected = SIGHTS[role][path];
    if (expected === 'refused') await expect(refused.first(), `${role} at ${path}`).toBeVisible();
    else {
      await expect(page.getByRole('heading', { level: 1 }).first(), `${role} at ${path}`).toBeVisible();
      await expect(refused, `${role} at ${path}`).toHaveCount(0);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${path} is wider than the window`).toBeLessThanOrEqual(0);
  }
}

/** The same session on the API: what its role allows and nothing else. */
async function mayDoOnly(context: BrowserContext, role: 'reviewer' | 'viewer'): Promise<void> {
  const { request } = context;
  const headers = { origin: BASE, 'content-type': 'application/json' };
  const status = async (method: string, path: string, data?: object) =>
    (
      await request.fetch(`${BASE}${path}?project=default`, { method, headers, ...(data && { data }) })
    ).status();
  expect(await status('GET', '/api/v1/queries')).toBe(200);
  const label = { labels: [{ queryId: 'missing', verdict: 'correct' }] };
  expect(await status('POST', '/api/v1/labels', label)).toBe(role === 'reviewer' ? 200 : 403);
  expect(await status('POST', '/api/v1/queues', { name: 'not mine', size: 0 })).toBe(403);
  expect(await status('POST', '/api/v1/invitations', { email: 'x@example.org', role: 'owner' })).toBe(403);
  expect(await status('GET', '/api/v1/keys')).toBe(403);
  expect(await status('GET', '/api/v1/exports')).toBe(403);
}
