import { expect, test } from '@playwright/test';
import { api, refusedByPolicy, signIn } from './server.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '![pixel](https://evil.example/pixel.png)',
  '[click](javascript:alert(1))',
  '[data](data:text/html,<script>alert(1)</script>)',
  '<svg onload=alert(1)>',
  '"><iframe src="https://evil.example">',
  '\u202Ereversed\u202C and \u0000 control',
  '<https://evil.example/auto>',
];

/** Holds what an address writes in another way, or would take for an escape of its own. */
const ID = 'hostile 100% <b>/../%20?#';
const QUERY = `/default/queries/${encodeURIComponent(ID)}`;

test('logged text runs nothing, fetches nothing and leaves the page alone', async ({ page }) => {
  const text = HOSTILE.join('\n\n');
  await api('POST', '/api/v1/queries', {
    id: ID,
    question: text,
    hits: [{ id: text, text, title: text, source: 'javascript:alert(1)' }],
    answer: text,
    model: '<b>model</b>',
    sessionId: '<i>session</i>',
    tags: ['<script>tag</script>'],
    metadata: { '<b>key</b>': text },
  });
  const wrong = refusedByPolicy(page);
  page.on('dialog', (dialog) => {
    wrong.push(`dialog ${dialog.message()}`);
    dialog.dismiss().catch(() => undefined);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('http://127.0.0.1:3987/')) wrong.push(request.url());
  });
  await signIn(page);
  for (const path of [
    '/default/queries',
    QUERY,
    '/default/sessions/%3Ci%3Esession%3C%2Fi%3E',
    '/default/overview',
    `${QUERY}/label`,
  ]) {
    const response = await page.goto(path);
    expect(response?.status()).toBe(200);
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic'/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    await page.waitForLoadState('networkidle');
    await expect(page.getByText(/was not found|could not be loaded/)).toHaveCount(0);
    const links = await page
      .locator('main a')
      .evaluateAll((anchors) => anchors.map((anchor) => (anchor as HTMLAnchorElement).protocol));
    expect(links.filter((protocol) => !['http:', 'https:', 'mailto:'].includes(protocol))).toEqual([]);
    expect(await page.locator('main img, main iframe, main script').count()).toBe(0);
  }
  expect(wrong).toEqual([]);
  await page
    .goto('/_next/image?url=https%3A%2F%2Fevil.example%2Fx.png&w=64&q=75')
    .then((r) => expect(r?.status()).toBeGreaterThanOrEqual(400));
});

test('the nonce is another one each time, and nobody sees a page without a session', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const nonces = new Set<string>();
  for (let i = 0; i < 3; i += 1) {
    const response = await page.goto('/sign-in');
    nonces.add(/nonce-([\w+/=]+)/.exec(response?.headers()['content-security-policy'] ?? '')?.[1] ?? '');
  }
  expect(nonces.size).toBe(3);
  for (const path of [
    '/',
    '/default/overview',
    '/default/queries',
    '/default/exports',
    '/default/data',
    '/default/setup',
    '/default/queues',
  ]) {
    await page.goto(path);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
  }
  await context.close();
});
