import { expect, it } from 'vitest';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { preparedHits } from '../../../../app/(app)/[project]/queues/_label/prepared-hits.ts';

const padding = 'Nothing of interest stands in this sentence at all. '.repeat(30);
const query = {
  question: 'What does the Team plan cost?',
  retrievalQuery: null,
  answer: 'It is so: the Team plan costs 4 euros per user.',
  hits: [{ text: `${padding}The Team plan costs 4 euros per user. ${padding}` }, { text: null }],
} as QueryDetail;

it('prepares each hit once: its best passage, with the question’s words and the answer’s marked', () => {
  const hit = preparedHits(query)(0);
  const none = preparedHits(query)(1);
  expect(preparedHits(query)(0)).toBe(hit);
  const text = query.hits[0]?.text ?? '';
  const passage = text.slice(hit.passage.start, hit.passage.end);
  expect(hit.parts.map((part) => part.text).join('')).toBe(passage);
  expect(passage).toContain('Team plan costs');
  expect(passage.length).toBeLessThan(text.length);
  const textOf = (kind: 'marked' | 'shared') =>
    hit.parts
      .filter((part) => part[kind])
      .map((part) => part.text)
      .join('');
  expect(textOf('marked')).toBe('Teamplancosts');
  expect(textOf('shared')).toBe('The Team plan costs 4 euros per user');
  expect(
    hit
      .whole()
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
  expect(none.parts.map((part) => part.text).join('')).toBe('');
});
