import { describe, expect, test } from 'vitest';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { minHash, SIGNATURE_LENGTH } from '#lib/text/min-hash.ts';
import { nearDuplicateClusters, nearDuplicateLookup } from '#lib/text/near-duplicates.ts';
import { comparableText, jaccard, shinglesOf } from '#lib/text/shingles.ts';
import { processorMs } from '../../support/processor-time.ts';
import { testSize } from '../../support/test-size.ts';

const WORDS =
  'how can i return a broken kettle after thirty days when the seller does not answer my letters about refund and who pays for shipping of large parcels to islands outside warranty'.split(
    ' ',
  );

function question(random: () => number, words = 12): string {
  return Array.from({ length: words }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
}

/** By definition: sets of strings, every pair, and what is reached from pair to pair. */
function allPairs(texts: readonly string[]): number[] {
  const folded = texts.map(comparableText);
  const grams = folded.map((text) => {
    const points = [...text];
    const count = Math.max(1, points.length - 4);
    return new Set(Array.from({ length: count }, (_, i) => points.slice(i, i + 5).join('')));
  });
  const similar = (i: number, j: number) => {
    if (folded[i] === folded[j]) return true;
    if ([i, j].some((k) => (folded[k]?.split(' ').length ?? 0) < 5)) return false;
    const [a, b] = [grams[i] ?? new Set(), grams[j] ?? new Set()];
    return a.intersection(b).size / a.union(b).size >= 0.8;
  };
  const clusters = texts.map((_, i) => i);
  for (let i = 0; i < texts.length; i++)
    for (let j = 0; j < i; j++) {
      const [a, b] = [clusters[i] ?? 0, clusters[j] ?? 0];
      if (a !== b && similar(i, j))
        clusters.forEach((cluster, k) => {
          if (cluster === Math.max(a, b)) clusters[k] = Math.min(a, b);
        });
    }
  return clusters;
}

/** Questions of which many are others with a word or a letter changed. */
function plantedTexts(random: () => number, count: number): string[] {
  const texts: string[] = [];
  while (texts.length < count) {
    const earlier = texts[Math.floor(random() * texts.length)];
    if (earlier === undefined || random() < 0.5) texts.push(question(random, 2 + Math.floor(random() * 14)));
    else if (random() < 0.3) texts.push(`  ${earlier.toUpperCase()} `);
    else {
      const at = Math.floor(random() * earlier.length);
      texts.push(`${earlier.slice(0, at)}${random() < 0.5 ? 'x' : ' thanks '}${earlier.slice(at + 1)}`);
    }
  }
  return texts;
}

test('clusters are those of comparing every pair', async () => {
  const random = seededRandom(7);
  for (let round = 0; round < 12; round++) {
    const texts = plantedTexts(random, 120);
    expect([...(await nearDuplicateClusters(texts))]).toEqual(allPairs(texts));
  }
});

test('what a text is nearly equal to is what comparing it with each one says', () => {
  const random = seededRandom(11);
  for (let round = 0; round < 12; round++) {
    const [asked = '', ...known] = plantedTexts(random, 80).reverse();
    const expected = known.flatMap((text, i) => (allPairs([text, asked])[1] === 0 ? [i] : []));
    expect(nearDuplicateLookup(known)(asked)).toEqual(expected);
  }
});

test('questions under five words have exact duplicates only', async () => {
  const texts = ['reset my password', 'reset my passwords', 'Reset  MY password', 'ｒeset my password'];
  expect([...(await nearDuplicateClusters(texts))]).toEqual([0, 1, 0, 0]);
  expect(nearDuplicateLookup(texts)('RESET my password')).toEqual([0, 2, 3]);
  const long = [
    'how do i reset my password for the shop please',
    'how do i reset my passwords for the shop please',
  ];
  expect([...(await nearDuplicateClusters(long))]).toEqual([0, 0]);
});

test('odd texts are compared like any other', async () => {
  const texts = [
    '',
    ' ',
    '\ud800',
    '東京から大阪までの切符はいくらですか',
    '東京から大阪までの切符はいくらですか。',
  ];
  expect([...(await nearDuplicateClusters(texts))]).toEqual([0, 0, 2, 3, 3]);
  expect([...(await nearDuplicateClusters([]))]).toEqual([]);
});

describe('MinHash', () => {
  test('estimates the similarity of two sets', () => {
    const random = seededRandom(3);
    let worst = 0;
    let bias = 0;
    for (let round = 0; round < 200; round++) {
      const shared = Uint32Array.from({ length: 10 + Math.floor(random() * 60) }, () => random() * 2 ** 32);
      const own = () => Uint32Array.from({ length: Math.floor(random() * 40) }, () => random() * 2 ** 32);
      const [a, b] = [Uint32Array.of(...shared, ...own()).sort(), Uint32Array.of(...shared, ...own()).sort()];
      const [left, right] = [minHash(a), minHash(b)];
      const error = left.filter((value, i) => value === right[i]).length / SIGNATURE_LENGTH - jaccard(a, b);
      worst = Math.max(worst, Math.abs(error));
      bias += error / 200;
    }
    expect(worst).toBeLessThan(0.2);
    expect(Math.abs(bias)).toBeLessThan(0.01);
  });

  test('is the same in every run and release', () => {
    const signature = minHash(shinglesOf(comparableText('How do I return a kettle?')));
    expect([...signature.slice(0, 3)]).toMatchInlineSnapshot(`
      [
        173430005,
        155304772,
        110581463,
      ]
    `);
  });
});

test('very many questions take seconds', async () => {
  const random = seededRandom(5);
  const count = testSize('nearDuplicateQuestions');
  const texts = Array.from({ length: count }, (_, i) =>
    i % 10 === 9 ? 'What is the state of my order number 48151623, please?' : question(random, 14),
  );
  const templates = Array.from(
    { length: count / 10 },
    (_, i) => `What is the state of my order number ${i * 7919}?`,
  );
  const before = process.memoryUsage();
  let clusters: Uint32Array = new Uint32Array();
  const work = async () => {
    clusters = await nearDuplicateClusters([...texts, ...templates]);
  };
  const seconds = (await processorMs(work)) / 1000;
  const after = process.memoryUsage();
  const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  expect(clusters[19]).toBe(9);
  expect(new Set(clusters).size).toBeGreaterThan(0.8 * count);
  expect(seconds).toBeLessThan(count / 1000 + 5);
  console.log(`${count} questions: ${seconds.toFixed(1)} s, ${(grown / 2 ** 20).toFixed(0)} MiB`);
});
