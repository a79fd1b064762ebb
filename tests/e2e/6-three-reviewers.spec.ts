import { type Browser, expect, type Page, test } from '@playwright/test';
import { z } from 'zod';
import { meetingOf } from '../support/meeting.ts';
import { testSize } from '../support/test-size.ts';
import { api, awake, BASE, signIn } from './server.ts';

const ITEMS = testSize('threeReviewersItems');
const PASSWORD = 'a long enough password 7';
const NAMES = ['Ada', 'Bea', 'Cem'] as const;
const STAMP = Date.now().toString(36);
const QUEUE = `Three reviewers ${STAMP}`;
/** Done for everybody, or for who asks: what others do may still open an item. */
const DONE = /^Queue done( for you)?$/;
/** More than any page has before the link that is wanted. */
const MAX_TABS = 150;
/** A screen whose items are all with others asks again by itself, every ten seconds. */
const PATIENCE_MS = 45_000;

const labelsSchema = z.object({
  items: z.array(
    z.object({
      queryId: z.string(),
      reviewer: z.string(),
      revision: z.number(),
      verdict: z.string(),
      failure: z.string().nullable(),
    }),
  ),
});

/** What everybody says of the query of this number, and the keys for it. */
function planOf(number: number) {
  if (number % 4 === 0) return { keys: ['2', 'i', 'x', 'r'], verdict: 'wrong', failure: 'weak_reasoning' };
  if (number % 6 === 1)
    return { keys: ['0', '0', 'x', 'm', '1'], verdict: 'wrong', failure: 'missing_knowledge' };
  if (number % 6 === 5) return { keys: ['3', 'i', 'p', 'w'], verdict: 'partly', failure: 'wrong_format' };
  return { keys: ['3', 'i', 'a'], verdict: 'correct', failure: null };
}

test(`three reviewers label ${ITEMS} queries at once, by keyboard from the sign-in to the end`, async ({
  browser,
}) => {
  test.setTimeout(120_000 + ITEMS * 5_000);
  await invite(browser);
  const queueId = await fillQueue();
  const allHaveBegun = meetingOf(NAMES.length);
  const visits = await Promise.all(NAMES.map((name) => visitQueue(browser, { queueId, name, allHaveBegun })));

  const queue = await api('GET', `/api/v1/queues/${queueId}`);
  const places = Array.from({ length: ITEMS }, (_, i) => (planOf(i + 1).failure === null ? 1 : 2));
  const total = places.reduce((sum, wanted) => sum + wanted, 0);
  expect(queue.body).toMatchObject({ queries: ITEMS, total, done: total, open: 0, leased: 0, unjudged: 0 });

  const labels = await readLabels();
  expect(labels).toHaveLength(total);
  expect(visits.reduce((sum, visit) => sum + visit.labelled.length, 0)).toBe(total);
  for (let number = 1; number <= ITEMS; number += 1) {
    const given = labels.filter((label) => label.queryId === idOf(number));
    const { verdict, failure } = planOf(number);
    expect(given, `labels of number ${number}`).toHaveLength(failure === null ? 1 : 2);
    expect(new Set(given.map((label) => label.reviewer)).size).toBe(given.length);
    for (const label of given) expect(label).toMatchObject({ verdict, failure });
  }
  for (const { name, labelled, undone, skipped } of visits) {
    const own = labels.filter((label) => label.reviewer === `${name} ${STAMP}`);
    expect(own.length, `labels of ${name}`).toBeGreaterThan(0);
    expect(own.map((label) => label.queryId).sort()).toEqual(labelled.map(idOf).sort());
    const revised = own.filter((label) => label.revision > 1).map((label) => label.queryId);
    expect(revised).toEqual(undone.map(idOf));
    for (const number of skipped) expect(labelled).not.toContain(number);
  }
  expect(visits.map((visit) => visit.undone.length)).toEqual([1, 1, 0]);
  expect(visits.map((visit) => visit.skipped.length)).toEqual([0, 0, 1]);
});

function idOf(number: number): string {
  return `three-${STAMP}-${number}`;
}

function emailOf(name: string): string {
  return `${name}.${STAMP}@example.org`.toLowerCase();
}

/** The owner's browser makes the invitations; who follows one makes an account. */
async function invite(browser: Browser): Promise<void> {
  const context = await browser.newContext();
  await signIn(await context.newPage());
  for (const name of NAMES) {
    const made = await context.request.post(`${BASE}/api/v1/invitations?project=default`, {
      headers: { origin: BASE },
      data: { email: emailOf(name), role: 'reviewer' },
    });
    const { url } = z.object({ url: z.string() }).parse(await made.json());
    const accepted = await fetch(`${BASE}/api/auth/invitations/${url.split('/').at(-1)}/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: BASE },
      body: JSON.stringify({ name: `${name} ${STAMP}`, password: PASSWORD }),
    });
    expect(accepted.status).toBe(200);
  }
  await context.close();
}

/** One reviewer a query, and a second for every failure. */
async function fillQueue(): Promise<string> {
  const queries = Array.from({ length: ITEMS }, (_, i) => ({
    id: idOf(i + 1),
    question: `What is number ${i + 1}?`,
    hits: [1, 2].map((hit) => ({ id: `doc-${i + 1}-${hit}`, text: `Text ${hit} about number ${i + 1}.` })),
    answer: `It is number ${i + 1}.`,
    tags: [STAMP],
  }));
  expect((await api('POST', '/api/v1/queries', { queries })).body).toMatchObject({ accepted: ITEMS });
  const queue = await api('POST', '/api/v1/queues', {
    name: QUEUE,
    filter: { tag: [STAMP] },
    size: ITEMS,
    secondRate: 0,
  });
  return z.object({ id: z.string() }).parse(queue.body).id;
}

interface Visit {
  name: string;
  /** Numbers of the queries, in the order in which they were submitted. */
  labelled: number[];
  undone: number[];
  skipped: number[];
}

/**
 * One person's visit, in a browser of their own. Bea takes her second label back, Ada her last one when nothing is left
 * for her, and Cem skips his first query. Whoever has begun waits for the others, so that nobody finds the queue empty:
 * Ada before her first label, Bea after her second, Cem after his first. On their screens they hold two items each.
 */
async function visitQueue(
  browser: Browser,
  { queueId, name, allHaveBegun }: { queueId: string; name: string; allHaveBegun: () => Promise<void> },
): Promise<Visit> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInByKeyboard(page, name);
  await followByKeyboard(page, 'Queues', '/default/queues');
  await followByKeyboard(page, `Label ${QUEUE}`, `/default/queues/${queueId}/label`);
  const visit: Visit = { name, labelled: [], undone: [], skipped: [] };
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const takeBack = async (number: number) => {
    await press('z');
    await expect.poll(() => shownNumber(page), { timeout: PATIENCE_MS }).toBe(number);
    visit.undone.push(number);
    await press('Enter');
  };
  let shown = await nextItem(page);
  if (name === 'Ada') await allHaveBegun();
  while (shown !== 'done' || (name === 'Ada' && visit.undone.length === 0)) {
    const number = shown === 'done' ? (visit.labelled.at(-1) ?? 0) : shown;
    if (shown === 'done') await takeBack(number);
    else if (name === 'Cem' && visit.skipped.length === 0) {
      await press('s', '1');
      visit.skipped.push(number);
    } else {
      await press(...planOf(number).keys, 'Enter');
      visit.labelled.push(number);
      if (name === 'Bea' && visit.labelled.length === 2) {
        await nextItem(page, number);
        await takeBack(number);
        await allHaveBegun();
      }
      if (name === 'Cem' && visit.labelled.length === 1) await allHaveBegun();
    }
    shown = await nextItem(page, number);
  }
  await context.close();
  return visit;
}

async function signInByKeyboard(page: Page, name: string): Promise<void> {
  await page.goto('/sign-in');
  await awake(page.getByLabel('E-mail'));
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type(emailOf(name));
  await page.keyboard.press('Tab');
  await expect(page.getByRole('textbox', { name: 'Password' })).toBeFocused();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/default/overview*', { timeout: PATIENCE_MS });
}

/** Goes by Tab to a link and follows it with Enter. */
async function followByKeyboard(page: Page, name: string, path: string): Promise<void> {
  const link = page.getByRole('link', { name, exact: true }).first();
  await expect(link).toBeVisible();
  const isFocused = () => link.evaluate((element) => element === document.activeElement);
  for (let tabs = 0; tabs < MAX_TABS && !(await isFocused()); tabs += 1) await page.keyboard.press('Tab');
  await expect(link).toBeFocused();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${path}`, { timeout: PATIENCE_MS });
}

/** The number of the query that opens, another than `before`; 'done' where the screen says that none is left. */
async function nextItem(page: Page, before?: number): Promise<number | 'done'> {
  let shown: number | 'done' | undefined;
  const look = async () => {
    shown = (await page.getByRole('heading', { name: DONE }).isVisible()) ? 'done' : await shownNumber(page);
    return shown !== undefined && shown !== before;
  };
  await expect.poll(look, { timeout: PATIENCE_MS, intervals: [50] }).toBe(true);
  return shown ?? 'done';
}

async function shownNumber(page: Page): Promise<number | undefined> {
  const questions = await page.getByRole('region', { name: /Question$/ }).allTextContents();
  const number = /What is number (\d+)\?/.exec(questions.join())?.[1];
  return number === undefined ? undefined : Number(number);
}

async function readLabels() {
  const labels = NAMES.map(async (name) => {
    const reviewer = encodeURIComponent(`${name} ${STAMP}`);
    const { body } = await api('GET', `/api/v1/labels?limit=500&reviewer=${reviewer}`);
    return labelsSchema.parse(body).items;
  });
  return (await Promise.all(labels)).flat();
}
