// npm run bench -- queue [--items 5000] [--labels 20]
// How fast the label screen answers on a slow machine: the browser's CPU is slowed four times.
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { KEY, type ServerProcess } from '../tests/support/server-process.ts';
import { percentile, row } from './measure.ts';
import { onServer } from './on-server.ts';
import { sendBodies } from './send-queries.ts';

const HITS = 20;
const CHUNK_LENGTH = 2048;
const CHUNKS = 1000;
const BATCH = 50;
const CPU_SLOWDOWN = 4;
/** What a reviewer reads at the least before a key is pressed; the next item is fetched meanwhile. */
const READING_MS = 1200;
const GRADES_AN_ITEM = 3;

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { items: { type: 'string', default: '5000' }, labels: { type: 'string', default: '20' } },
});
const items = Number(values.items);
const labels = Number(values.labels);

await onServer(async (server) => {
  process.stdout.write(
    `\n${items.toLocaleString('en')} items, ${HITS} hits of ${CHUNK_LENGTH / 1024} KB, CPU slowed ${CPU_SLOWDOWN} times\n`,
  );
  await sendBodies({ url: server.url, key: KEY }, requestBodies(), 4);
  const browser = await chromium.launch({
    executablePath: process.env.PW_CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
  });
  try {
    await measure(server, browser);
  } finally {
    await browser.close();
  }
});

function requestBodies(): string[] {
  const texts = Array.from({ length: CHUNKS }, (_, i) => chunkText(i));
  const query = (i: number) => ({
    id: `bench-${i}`,
    question: `How is setting ${i % 97} of part ${i % 89} changed for section ${i % 83}?`,
    answer: `Setting ${i % 97} is changed under preferences [1]. ${texts[i % CHUNKS]?.slice(0, 200)}`,
    hits: Array.from({ length: HITS }, (_, rank) => {
      const chunk = (i * 7 + rank * 13) % CHUNKS;
      return { id: `chunk-${chunk}`, text: texts[chunk], title: `Chapter ${chunk}`, score: 1 - rank / HITS };
    }),
  });
  return Array.from({ length: Math.ceil(items / BATCH) }, (_, batch) => {
    const size = Math.min(BATCH, items - batch * BATCH);
    return JSON.stringify({ queries: Array.from({ length: size }, (_, i) => query(batch * BATCH + i)) });
  });
}

function chunkText(i: number): string {
  const sentence = (n: number) =>
    `Section ${(i * 31 + n * 7) % 83} says that setting ${(i + n) % 97} of part ${n % 89} is kept in the file of chapter ${i}. `;
  return Array.from({ length: 40 }, (_, n) => sentence(n))
    .join('')
    .slice(0, CHUNK_LENGTH);
}

async function measure(server: ServerProcess, browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${server.url}${server.signInPath()}`);
  const queueId = await makeQueue(page);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await page.goto(`${server.url}/default/queues/${queueId}/label`);
  await page.waitForSelector('[data-part="hit-1"]');
  const grades: number[] = [];
  const submits: number[] = [];
  for (let label = 0; label < labels; label += 1) {
    await page.waitForTimeout(READING_MS);
    for (let grade = 0; grade < GRADES_AN_ITEM; grade += 1)
      grades.push(await keyToPaint(page, '2', `[data-part="hit-${grade + 1}"] [aria-pressed="true"]`));
    await page.keyboard.press('a');
    submits.push(await keyToPaint(page, 'Enter', '[data-part="question"]:not([data-seen])'));
  }
  row('', 'p50 ms', 'p95 ms');
  row('grade key to paint (aim 50)', percentile(grades, 0.5), percentile(grades, 0.95));
  row('submit to next item (aim 100)', percentile(submits, 0.5), percentile(submits, 0.95));
}

async function makeQueue(page: Page): Promise<string> {
  return page.evaluate(async (size) => {
    const response = await fetch('/api/v1/queues?project=default', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Benchmark', size }),
    });
    if (response.status !== 201) throw new Error(await response.text());
    return ((await response.json()) as { id: string }).id;
  }, items);
}

/**
 * Milliseconds from the key going down to the first frame in which something that is on the screen matches `selector`.
 * The question on the screen is marked as seen, so that the next item's is told from it: that one may be in the page
 * already, but hidden.
 */
async function keyToPaint(page: Page, key: string, selector: string): Promise<number> {
  await page.evaluate((wanted) => {
    const isShown = (found: Element) => found.checkVisibility();
    const question = [...document.querySelectorAll('[data-part="question"]')].find(isShown);
    question?.setAttribute('data-seen', '');
    const browser = window as unknown as { painted: Promise<number> };
    browser.painted = new Promise((resolve) => {
      let pressedAt = 0;
      document.addEventListener(
        'keydown',
        (event) => {
          pressedAt = event.timeStamp;
        },
        { capture: true, once: true },
      );
      const look = () => {
        if (pressedAt === 0 || ![...document.querySelectorAll(wanted)].some(isShown)) return;
        watching.disconnect();
        // What a frame's callback posts runs when that frame is drawn.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - pressedAt);
          port2.postMessage(undefined);
        });
      };
      const watching = new MutationObserver(look);
      watching.observe(document.body, { subtree: true, childList: true, attributes: true });
    });
  }, selector);
  await page.keyboard.press(key);
  return page.evaluate(() => (window as unknown as { painted: Promise<number> }).painted);
}
