import { v7 as uuidv7 } from 'uuid';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { mirrorLabels } from '#lib/labelling/mirror-labels.ts';
import type { Context } from '#lib/platform/context.ts';

const BATCH = 500;
const TEXT_LENGTH = 5_500;
const WORDS =
  'backup restore quota invoice key server region error token limit plan user group policy retention snapshot'.split(
    ' ',
  );

/** Stores queries of about 6 KB, each with another question and labelled correct. Their ids come in no order of time. */
export async function storeLabelledQueries(ctx: Context, count: number): Promise<void> {
  const { prisma } = ctx.stores.controlPlane;
  const projectId = ctx.project.id;
  const personId = uuidv7();
  await prisma.person.create({ data: { id: personId, projectId, name: 'Ann' } });
  // One store copies the labels while the other takes the next queries.
  let mirrored = Promise.resolve();
  for (let from = 0; from < count; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => from + i);
    await logQueries(ctx, { queries: numbers.map((i) => queryOf(i)) });
    const queryIds = numbers.map(idOf);
    await prisma.label.createMany({
      data: queryIds.map((queryId) => ({
        id: uuidv7(),
        projectId,
        queryId,
        personId,
        revision: 1,
        current: true,
        verdict: 'correct',
        activeSeconds: 20,
      })),
    });
    await prisma.mirrorTask.createMany({
      data: queryIds.map((key) => ({ projectId, kind: 'query', key, stamp: 1n })),
    });
    await mirrored;
    mirrored = mirrorLabels(ctx.stores, projectId);
  }
  await mirrored;
}

const idOf = (i: number) => `${scrambled(i).toString(16).padStart(8, '0')}-${i}`;

function queryOf(i: number): object {
  const question = `How do ${topics(i)} work in case ${scrambled(i)}?`;
  return {
    id: idOf(i),
    startedAt: new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString(),
    messages: [
      { role: 'system', content: 'Answer from the context only.' },
      { role: 'user', content: `${question}\n\nContext:\n${textFrom(scrambled(i + 3))}` },
    ],
    question,
    answer: `It works like this: ${words(i + 5, 40)}.`,
  };
}

/** Six of some 1,600 words: questions of sixteen words alone would nearly all be alike. */
function topics(seed: number): string {
  const numbers = Array.from({ length: 6 }, (_, i) => scrambled(seed * 131 + i));
  return numbers.map((n) => `${WORDS[n % WORDS.length]}${(n >>> 8) % 100}`).join(' ');
}

/** A piece of one long text, which is made once. */
function textFrom(seed: number): string {
  text ||= words(1, 40_000);
  const start = seed % (text.length - TEXT_LENGTH);
  return text.slice(start, start + TEXT_LENGTH);
}
let text = '';

function words(seed: number, count: number): string {
  return Array.from({ length: count }, (_, i) => WORDS[scrambled(seed * 131 + i) % WORDS.length]).join(' ');
}

/** The finaliser of MurmurHash3: neighbours look unrelated. */
function scrambled(n: number): number {
  let h = Math.imul(n ^ (n >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
