import { describe, expect, it } from 'vitest';
import {
  bodyWordCount,
  FEWEST_WORDS,
  isTooLong,
  isTooShort,
  lacksHeading,
  MOST_WORDS,
  startsMidSentence,
} from '#lib/text/chunk-rules.ts';
import { processorMs } from '../../support/processor-time.ts';

const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i}`).join(' ');

describe('length', () => {
  it('is that of the text below its heading', () => {
    expect(bodyWordCount({ text: '# A heading of five words\n\nFour words stand here.' })).toBe(4);
    expect(bodyWordCount({ text: 'Refunds\n\nWithin 30 days.' })).toBe(3);
  });

  it('is too short below 20 words and too long above 400', () => {
    expect(isTooShort({ text: words(FEWEST_WORDS - 1) })).toBe(true);
    expect(isTooShort({ text: words(FEWEST_WORDS) })).toBe(false);
    expect(isTooLong({ text: words(MOST_WORDS) })).toBe(false);
    expect(isTooLong({ text: words(MOST_WORDS + 1) })).toBe(true);
    expect(isTooShort({ text: '' })).toBe(true);
  });
});

describe('starts mid-sentence', () => {
  it.each([
    'which is two years for new goods. Batteries are excluded.',
    ', as was agreed in writing. Nothing else was.',
    '. The next sentence is whole.',
    '# Guarantee\n\nand one year for used ones.',
    '…and so it went on.',
    'a few more moments, then they both ran away.',
    '1973 . The same was done by others.',
    'Department, which had moved there in the spring.',
    'Forces. It may be awarded to anyone.',
    'Company) and its partners. The rest is known.',
    '“which is why it failed,” she said.',
  ])('%s', (text) => {
    expect(startsMidSentence({ text })).toBe(true);
  });

  it.each([
    'The next sentence is whole.',
    '# Guarantee\n\nTwo years for new goods.',
    '- first item\n- second item',
    '1. unpack the box\n2. read the manual',
    '```\nlet x = 1;\n```',
    '| a | b |\n| - | - |',
    'eBay and iPhone are names.',
    'npm_config is a variable.',
    'https://example.org explains it.',
    '“Whole,” she said.',
    'No. That is not how it works.',
    '2 to 3 days are usual. Islands take longer.',
    'Dr. Smith is a doctor. She works here.',
    '(See also the guarantee.) Goods are new.',
    '東京は日本の首都です。',
    '',
  ])('not: %s', (text) => {
    expect(startsMidSentence({ text })).toBe(false);
  });
});

describe('without its heading', () => {
  const body = 'Employees may take two days a week if their team agrees.';

  it.each([
    `# Remote work\n\n${body}`,
    `Remote work\n===========\n${body}`,
    `<h2>Remote work</h2> ${body}`,
    `3.2 Remote work\n${body}`,
    `Remote work\n${body}`,
  ])('has one: %s', (text) => {
    expect(lacksHeading({ text, title: 'Handbook' })).toBe(false);
  });

  it('is none where its first words name its title', () => {
    expect(lacksHeading({ text: 'Remote work is allowed on two days a week.', title: 'Remote work' })).toBe(
      false,
    );
  });

  it.each([
    [body, 'Remote work'],
    [body, ''],
    ['- first item\n- second item', ''],
    [`It is allowed. ${body} That is all there is to remote work.`, 'Remote work'],
  ])('lacks it: %s', (text, title) => {
    expect(lacksHeading({ text, title })).toBe(true);
  });

  it('does not take the first line of a broken paragraph for a heading', () => {
    expect(
      lacksHeading({ text: 'Employees may take two days a week,\nif their team agrees.', title: '' }),
    ).toBe(true);
  });
});

it('takes no longer for a text that is long and odd', async () => {
  const odd = [`A title${'\n'.repeat(100_000)}`, 'A'.repeat(100_000), `x, ${'('.repeat(100_000)}`];
  const work = () => {
    for (const text of odd) {
      startsMidSentence({ text });
      lacksHeading({ text, title: '' });
    }
  };
  expect(await processorMs(work)).toBeLessThan(5_000);
});
