import { expect } from 'vitest';
import type { VectorStore } from '#lib/providers/vector-store.ts';
import { hashedEmbedding } from '../../support/hashed-embedding.ts';

const DIMENSIONS = 16;
export const embedded = (text: string) => hashedEmbedding(text, DIMENSIONS);

const TEXTS = [
  'the red apple',
  'a green apple tree',
  'how to boil an egg',
  'boiling eggs',
  'the tax office',
  'Äpfel',
];

/** What every store has to do, whichever it is. `settle` waits until what was written is found. */
export async function keepsTheContract(store: VectorStore, settle = async () => {}): Promise<void> {
  await store.prepare(DIMENSIONS);
  await store.prepare(DIMENSIONS); // harmless twice
  await expect(store.prepare(8)).rejects.toMatchObject({ fault: 'wrong_dimension', stage: 'retrieval' });
  await store.upsert(
    TEXTS.map((text, at) => ({
      id: `${text}#${at}`,
      vector: embedded(text),
      metadata: { page: at, title: text, first: at === 0 },
    })),
  );
  await settle();
  expect(await store.count()).toBe(TEXTS.length);
  expect(await store.describe()).toEqual({ dimensions: DIMENSIONS, count: TEXTS.length });

  for (const text of TEXTS) {
    const matches = await store.query({ vector: embedded(text), topK: 3, withVectors: true });
    const expected = nearest(text);
    expect(matches.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    for (const [at, match] of matches.entries()) {
      expect(match.score).toBeCloseTo(expected[at]?.score ?? Number.NaN, 4);
      expect(match.vector).toHaveLength(DIMENSIONS);
    }
    expect([...(matches[0]?.vector ?? [])]).toEqual(
      [...embedded(text)].map((value) => expect.closeTo(value, 4)),
    );
  }
  const [plain] = await store.query({ vector: embedded('the red apple'), topK: 1 });
  expect(plain).toMatchObject({
    id: 'the red apple#0',
    vector: null,
    metadata: { page: 0, title: 'the red apple', first: true },
  });
  // The measure is the angle, however long the vectors are.
  const long = embedded('the red apple').map((value) => value * 7);
  const [scaled] = await store.query({ vector: long, topK: 1 });
  expect(scaled?.score).toBeCloseTo(1, 4);

  await expect(store.query({ vector: new Float32Array(8), topK: 1 })).rejects.toMatchObject({
    fault: 'wrong_dimension',
  });
  await expect(store.upsert([{ id: 'short', vector: new Float32Array(8) }])).rejects.toMatchObject({
    fault: 'wrong_dimension',
  });

  await store.upsert([{ id: 'the red apple#0', vector: embedded('the tax office'), metadata: { page: 9 } }]);
  await store.delete(['Äpfel#5', 'unknown']);
  await settle();
  expect(await store.count()).toBe(TEXTS.length - 1);
  const moved = await store.query({ vector: embedded('the tax office'), topK: 2 });
  expect(moved.map(({ id }) => id)).toEqual(['the red apple#0', 'the tax office#4']);
  expect(moved[0]?.metadata.page).toBe(9);

  await store.drop();
  await store.drop(); // harmless twice
}

function nearest(text: string): { id: string; score: number }[] {
  const asked = embedded(text);
  return TEXTS.map((other, at) => ({ id: `${other}#${at}`, score: dot(asked, embedded(other)) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, 3);
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
