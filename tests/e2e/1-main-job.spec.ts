import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { testSize } from '../support/test-size.ts';
import { api, awake, signIn } from './server.ts';

const realData = process.env.FAULTLINE_REAL_DATA;
const LABELS = testSize('keyboardLabels');
/** In turn: correct; wrong, not in the documents; partly, the shape; wrong, reasoning. */
const PLAN = [
  { keys: ['a'], verdict: 'correct', failure: null },
  { keys: ['x', 'm', '1'], verdict: 'wrong', failure: 'missing_knowledge' },
  { keys: ['p', 'w'], verdict: 'partly', failure: 'wrong_format' },
  { keys: ['x', 'r'], verdict: 'wrong', failure: 'weak_reasoning' },
] as const;

interface Logged {
  id: string;
  question: string;
  messages?: { role: string; content: string }[];
  hits?: { id: string; text: string }[];
  answer: string;
}

const labelSchema = z.object({ queryId: z.string(), verdict: z.string(), failure: z.string().nullable() });

test.describe('the main job on real traffic', () => {
  test.skip(realData === undefined, 'FAULTLINE_REAL_DATA names no folder with the reviewed RAG traffic');
  test.describe.configure({ mode: 'serial' });
  let logged: Logged[] = [];

  test.beforeAll(() => {
    const file = join(realData ?? '', 'mtrag/queries.jsonl');
    logged = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Logged);
  });

  test('212 queries in batches of 50: accepted once, duplicates ever after, 212 everywhere', async ({
    page,
  }) => {
    expect(await postAll(logged)).toEqual({ accepted: 212, duplicates: 0 });
    expect(await postAll(logged)).toEqual({ accepted: 0, duplicates: 212 });
    expect((await api('GET', '/api/v1/queries')).body).toMatchObject({ total: 212 });
    const chart = z.object({ buckets: z.array(z.object({ metric: z.string(), of: z.number() })) });
    const series = chart.parse(
      (await api('GET', '/api/v1/quality/retrieval?bucket=day&metrics=zero_hit_rate')).body,
    );
    const counted = series.buckets
      .filter((bucket) => bucket.metric === 'zero_hit_rate')
      .reduce((sum, bucket) => sum + bucket.of, 0);
    expect(counted).toBe(logged.filter((query) => query.hits !== undefined).length);

    await signIn(page);
    await page.goto('/default/queries');
    await expect(page.getByRole('main')).toContainText('212'); // the last week is empty: it says where they lie
    await page.goto('/default/queries?from=2024-01-01');
    await expect(page.getByRole('main')).toContainText('212 queries');
  });

  test(`${LABELS} of them labelled by keyboard alone`, async ({ page }) => {
    await signIn(page);
    const once = { secondFailures: false, secondRate: 0 };
    const queue = await api('POST', '/api/v1/queues', {
      name: 'Keyboard',
      filter: {},
      size: LABELS,
      ...once,
    });
    const { id } = z.object({ id: z.string() }).parse(queue.body);
    await page.goto(`/default/queues/${id}/label`);
    for (let i = 0; i < LABELS; i += 1) {
      // The next query is in the page too, hidden.
      await expect(page.getByText(`${i} of ${LABELS} for you`).filter({ visible: true })).toBeVisible();
      await expect(page.getByRole('group', { name: 'Is the answer correct?' })).toBeVisible();
      for (const key of ['3', 'i', ...(PLAN[i % PLAN.length]?.keys ?? [])]) await page.keyboard.press(key);
      await page.keyboard.press('Enter');
    }
    await expect(page.getByRole('heading', { name: /done/i })).toBeVisible();
    const labels = await readLabels();
    expect(labels).toHaveLength(LABELS);
    for (const { verdict, failure } of PLAN) {
      const wanted = Array.from({ length: LABELS }, (_, i) => PLAN[i % PLAN.length]).filter(
        (step) => step?.failure === failure,
      );
      expect(labels.filter((label) => label.verdict === verdict && label.failure === failure)).toHaveLength(
        wanted.length,
      );
    }
  });

  test('the charts say what the labels say', async ({ page }) => {
    const correct = (await readLabels()).filter((label) => label.verdict === 'correct').length;
    const withHits = new Set(
      logged.filter((query) => (query.hits?.length ?? 0) > 0).map((query) => query.id),
    );
    const labels = await readLabels();
    const goodGood = labels.filter(
      (label) => label.verdict === 'correct' && withHits.has(label.queryId),
    ).length;
    const goodBad = labels.filter(
      (label) => label.verdict !== 'correct' && withHits.has(label.queryId),
    ).length;
    for (const [cell, count] of [
      ['good-good', goodGood],
      ['good-bad', goodBad],
    ] as const) {
      expect((await api('GET', `/api/v1/queries?cell=${cell}`)).body).toMatchObject({ total: count });
    }
    const answers = z.object({
      buckets: z.array(z.object({ metric: z.string(), n: z.number(), of: z.number() })),
    });
    const series = answers.parse((await api('GET', '/api/v1/quality/answers?bucket=week')).body);
    const sum = (metric: string) =>
      series.buckets
        .filter((bucket) => bucket.metric === metric)
        .reduce((total, bucket) => total + bucket.n, 0);
    expect(sum('correct')).toBe(correct);
    await signIn(page);
    await page.goto('/default/overview?from=2024-01-01');
    const cell = page.getByRole('link', { name: /both sides work/i }).first();
    await expect(cell).toContainText(String(goodGood));
    await cell.click();
    await expect(page.getByRole('main')).toContainText(goodGood === 1 ? '1 query' : `${goodGood} queries`);
  });

  test('the export holds exactly the rows a person would list', async ({ page }) => {
    await signIn(page);
    await page.goto('/default/exports?from=2024-01-01');
    await (await awake(page.getByRole('combobox', { name: 'Format', exact: true }))).click();
    await page.getByRole('option', { name: 'OpenAI chat' }).click();
    // Some of these answers name e-mail addresses, which would be masked.
    await page.getByLabel('Personal data and keys').first().click();
    await page.getByRole('option', { name: 'Keep it' }).click();
    await page.getByText('Agreement, splits and seed').click();
    await page.getByLabel('Questions for validation').fill('0');
    await page.getByLabel('Questions for the test').fill('0');
    await page.getByText(/; 0 with an ideal answer/).waitFor({ timeout: 30_000 });
    await page.getByLabel('Looking', { exact: true }).waitFor({ state: 'detached', timeout: 30_000 });
    for (const reason of await page.getByLabel('Why the files may be made all the same').all())
      await reason.fill('A first look');
    await page.getByRole('button', { name: 'Make the files', exact: true }).click();
    await expect(page.getByRole('link', { name: 'Download the folder' }).first()).toBeVisible({
      timeout: 30_000,
    });
    await page.getByText('files one by one').first().click();
    const link = page.getByRole('link', { name: /train\.jsonl/ }).first();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\n');

    const correct = new Set(
      (await readLabels()).filter((label) => label.verdict === 'correct').map((label) => label.queryId),
    );
    const expected = logged
      .filter((query) => correct.has(query.id))
      .map((query) => ({
        prompt: query.messages?.map(({ role, content }) => ({ role, content })),
        answer: query.answer,
      }));
    const found = lines.map((line) => {
      checkChatLine(line);
      const { messages } = JSON.parse(line) as { messages: { role: string; content: string }[] };
      const prompt = messages.slice(0, -1).map(({ role, content }) => ({ role, content }));
      return { prompt, answer: messages.at(-1)?.content };
    });
    const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    expect(found.sort(byText)).toEqual(expected.sort(byText));
  });
});

/** The chat format for fine-tuning, written from its published rules and apart from the product's own check. */
function checkChatLine(line: string): void {
  expect(line).not.toMatch(/[\u2028\u2029]/);
  const example = JSON.parse(line) as Record<string, unknown>;
  expect(
    Object.keys(example).filter((key) => !['messages', 'tools', 'parallel_tool_calls'].includes(key)),
  ).toEqual([]);
  const messages = example.messages as { role: string; content: unknown; weight?: number }[];
  expect(messages.length).toBeGreaterThanOrEqual(2);
  for (const message of messages) {
    expect(['system', 'developer', 'user', 'assistant', 'tool']).toContain(message.role);
    if (message.role !== 'assistant') expect(typeof message.content).toBe('string');
    if (message.weight !== undefined) expect([0, 1]).toContain(message.weight);
  }
  const last = messages.at(-1);
  expect(last?.role).toBe('assistant');
  expect(String(last?.content).trim()).not.toBe('');
}

async function postAll(queries: Logged[]): Promise<{ accepted: number; duplicates: number }> {
  const total = { accepted: 0, duplicates: 0 };
  for (let i = 0; i < queries.length; i += 50) {
    const answer = await api('POST', '/api/v1/queries', { queries: queries.slice(i, i + 50) });
    expect(answer.status).toBe(200);
    const { accepted, duplicates, rejected } = z
      .object({ accepted: z.number(), duplicates: z.number(), rejected: z.array(z.unknown()) })
      .parse(answer.body);
    expect(rejected).toEqual([]);
    total.accepted += accepted;
    total.duplicates += duplicates;
  }
  return total;
}

async function readLabels(): Promise<z.infer<typeof labelSchema>[]> {
  const { body } = await api('GET', '/api/v1/labels?limit=500');
  return z.object({ items: z.array(labelSchema) }).parse(body).items;
}
