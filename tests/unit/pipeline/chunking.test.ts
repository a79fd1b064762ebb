import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkedDocument } from '#lib/pipeline/chunked-document.ts';
import { documentBlocks } from '#lib/pipeline/document-blocks.ts';
import { loadDocument } from '#lib/pipeline/load-document.ts';
import { chunkingSchema } from '#lib/pipeline/schema.ts';
import { indexedText, type TextChunk } from '#lib/pipeline/text-chunk.ts';
import { tokenCount } from '#lib/pipeline/token-count.ts';
import { sentences } from '#lib/text/sentences.ts';
import { processorMs } from '../../support/processor-time.ts';

const GUIDE = `---
title: Guide
---
# Guide

Opening words. They go on.

## Set up

${'Install the agent on every host that sends data. '.repeat(12)}

\`\`\`sh
# not a heading
npm start
\`\`\`

| host | port |
| ---- | ---- |
| a    | 1    |
| b    | 2    |

## Small

One.

## Smaller

Two.

Setext
======
- first item
- second item
  - nested

> quoted
`;

const structure = (limit: number, overlap = 0) =>
  chunkingSchema.parse({ strategy: 'structure', limit, overlap });

function slicesBack(text: string, chunks: readonly TextChunk[]): void {
  for (const chunk of chunks) {
    expect(chunk.text).toBe(text.slice(chunk.start, chunk.end));
    expect(chunk.text.trim()).not.toBe('');
  }
}

/** Each character that is neither blank nor part of a heading line or the front matter is in a chunk. */
function uncovered(text: string, chunks: readonly TextChunk[]): string {
  const covered = new Set<number>();
  for (const { start, end } of chunks) for (let i = start; i < end; i += 1) covered.add(i);
  return [...Array(text.length).keys()]
    .filter((i) => !covered.has(i) && text.charAt(i).trim() !== '')
    .map((i) => text.charAt(i))
    .join('');
}

describe('structure-aware chunks', () => {
  test('keep the heading path, and it is embedded with the text', async () => {
    const chunks = await chunkedDocument(GUIDE, 'markdown', structure(128));
    const setUp = chunks.find(({ text }) => text.startsWith('Install'));
    expect(setUp?.headings).toEqual(['Guide', 'Set up']);
    expect(indexedText(setUp ?? { headings: [], context: '', text: '' })).toMatch(/^Guide > Set up\nInstall/);
    slicesBack(GUIDE, chunks);
  });

  test('keep code fences and tables whole where they fit', async () => {
    const chunks = await chunkedDocument(GUIDE, 'markdown', structure(128));
    expect(chunks.filter(({ text }) => text.includes('```sh\n# not a heading\nnpm start\n```'))).toHaveLength(
      1,
    );
    expect(chunks.filter(({ text }) => text.includes('| a    | 1    |\n| b    | 2    |'))).toHaveLength(1);
  });

  test('join small sections under the heading they share, with their own headings in the text', async () => {
    const chunks = await chunkedDocument(GUIDE, 'markdown', structure(128));
    const joined = chunks.find(({ text }) => text.includes('One.'));
    expect(joined?.headings).toEqual(['Guide']);
    expect(joined?.text).toBe('## Small\n\nOne.\n\n## Smaller\n\nTwo.');
  });

  test('cut a table above the limit between rows and say its header again', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `| host-${i} | ${i} open |`);
    const text = `# Hosts\n\n| host | state |\n| --- | --- |\n${rows.join('\n')}\n`;
    const chunks = await chunkedDocument(text, 'markdown', structure(128));
    expect(chunks.length).toBeGreaterThan(3);
    for (const chunk of chunks.slice(1)) {
      expect(chunk.text).toMatch(/^\| host-\d+ \|/);
      expect(chunk.context).toBe('| host | state |\n| --- | --- |');
    }
    slicesBack(text, chunks);
  });

  test('never start in the middle of a sentence, and overlap in whole sentences', async () => {
    const text = Array.from(
      { length: 80 },
      (_, i) => `Sentence number ${i} says something of the matter.`,
    ).join(' ');
    const starts = new Set(sentences(text).map(({ start }) => start));
    const chunks = await chunkedDocument(text, 'markdown', structure(128, 32));
    for (const [i, chunk] of chunks.entries()) {
      expect(starts.has(chunk.start)).toBe(true);
      expect(chunk.tokens).toBeLessThanOrEqual(128);
      const before = chunks[i - 1];
      if (before === undefined) continue;
      expect(chunk.start).toBeLessThan(before.end);
      expect(tokenCount(text.slice(chunk.start, before.end))).toBeLessThanOrEqual(32);
    }
  });

  test('do not repeat across a heading', async () => {
    const body = (word: string) => `${word} is explained here at some length. `.repeat(20);
    const text = `# A\n\n${body('Alpha')}\n\n# B\n\n${body('Beta')}\n`;
    const chunks = await chunkedDocument(text, 'markdown', structure(128, 48));
    expect(chunks.filter((chunk) => chunk.text.includes('Alpha') && chunk.text.includes('Beta'))).toEqual([]);
  });

  test('pages of a PDF are sections', () => {
    const blocks = documentBlocks('First page.\fSecond page.\n\nMore.', 'pdf');
    expect(blocks.map(({ headings }) => headings)).toEqual([['Page 1'], ['Page 2'], ['Page 2']]);
  });
});

const fragment = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '# Title\n',
    '\n\n## Part\n',
    '\n\n',
    '\n',
    '```js\nlet a = 1;\n',
    '```\n',
    '| a | b |\n| - | - |\n| 1 | 2 |\n',
    '- item\n',
    '  - inner\n',
    '1. one\n',
    '> quote\n',
    'A sentence. Another one! ',
    'Dr. Smith said so. ',
    '<div>\n',
    '</div>\n\n',
    'Setext\n===\n',
    '---\n',
    '\f',
    '\t',
    ' \u{1F9EA} ',
    'x'.repeat(700),
    'wort '.repeat(120),
    '[a]: http://b\n',
    '&amp; \\# \\\n',
  ),
);
const anyDocument = fc
  .array(fragment, { maxLength: 40 })
  .map((parts) => parts.join('').replace(/\r\n?/g, '\n').replaceAll('\0', ''));

test('fixed chunks are nearly as large as they may be, and share what they shall', async () => {
  const text = Array.from({ length: 600 }, (_, i) => `word${i % 7}`).join(' ');
  const chunking = chunkingSchema.parse({ strategy: 'fixed', limit: 128, overlap: 32 });
  const chunks = await chunkedDocument(text, 'text', chunking);
  for (const [i, chunk] of chunks.slice(0, -1).entries()) {
    expect(chunk.tokens).toBeGreaterThan(115);
    const next = chunks[i + 1];
    expect(tokenCount(text.slice(next?.start, chunk.end))).toBeGreaterThan(20);
  }
});

describe('of any text', () => {
  test.each(['structure', 'fixed', 'semantic'] as const)(
    '%s chunks are slices of it within the limit',
    async (strategy) => {
      const chunking = chunkingSchema.parse({ strategy, limit: 128, overlap: 24 });
      await fc.assert(
        fc.asyncProperty(anyDocument, fc.constantFrom('markdown', 'text', 'pdf'), async (text, format) => {
          const chunks = await chunkedDocument(text, format, chunking);
          slicesBack(text, chunks);
          for (const [i, chunk] of chunks.entries()) {
            expect(chunk.tokens).toBeLessThanOrEqual(strategy === 'fixed' ? 140 : 128);
            expect(chunk.end).toBeGreaterThan(chunks[i - 1]?.end ?? 0);
          }
          if (format === 'text' || strategy === 'fixed') expect(uncovered(text, chunks)).toBe('');
        }),
        { numRuns: 60 },
      );
    },
  );
});

test('a document that is long and odd is read and cut in no more time than others', async () => {
  const odd = [
    `# ${'#'.repeat(100_000)}x`,
    `Text${'\n'.repeat(100_000)}`,
    '---\n'.repeat(2_500) + 'title:\n'.repeat(2_500),
  ];
  const work = async () => {
    for (const text of odd) {
      await loadDocument('odd.md', Buffer.from(text));
      await chunkedDocument(text, 'text', chunkingSchema.parse({ strategy: 'fixed' }));
    }
  };
  expect(await processorMs(work)).toBeLessThan(5_000);
});
