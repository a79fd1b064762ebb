import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { SIGN_IN_PROOF } from '#lib/auth/sign-in-links.ts';
import { tokenHash } from '#lib/platform/secrets.ts';

export const KEY = 'flt_end_to_end_0123456789abcdef';
/** Where playwright.config.ts starts the server. */
export const BASE = 'http://127.0.0.1:3987';

/** A request to the API under the bootstrap key; the answer's JSON, whatever its status. */
export async function api(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${BASE}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${KEY}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

/** Opens a fresh single-use link in the browser, as its owner would. */
export async function signIn(page: Page): Promise<void> {
  const folder = process.env.FAULTLINE_E2E_DATA ?? '';
  const secret = Buffer.from(readFileSync(join(folder, 'secret'), 'utf8').trim(), 'hex');
  const response = await fetch(`${BASE}/sign-in/link`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokenHash(secret, SIGN_IN_PROOF, 'new link')}` },
  });
  const { token } = (await response.json()) as { token: string };
  await page.goto(`/sign-in/link?token=${token}`);
}

/** What the page's security policy refuses from here on. */
export function refusedByPolicy(page: Page): string[] {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
  });
  return refused;
}

/**
 * The element, once the page answers for it, what is clicked or filled in before being lost, and once it is there alone:
 * React keeps a hidden copy of what was streamed for a moment. Only for what a load of the page drew; what comes later
 * is drawn by a page that is awake.
 */
export async function awake(locator: Locator): Promise<Locator> {
  const shown = locator.filter({ visible: true });
  const isAwake = () =>
    shown.evaluate(async (element) => {
      const isKnown = Object.keys(element).some((name) => name.startsWith('__reactProps'));
      // What React has begun to take over it finishes before the page is idle.
      await new Promise((resolve) => requestIdleCallback(resolve));
      return isKnown && element.isConnected;
    });
  await expect.poll(isAwake).toBe(true);
  await expect(locator).toHaveCount(1);
  return locator;
}
