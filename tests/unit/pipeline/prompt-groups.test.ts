import { expect, test } from 'vitest';
import {
  nameOf,
  promptGroups,
  versionOf,
} from '../../../app/(app)/[project]/knowledge/_prompts/prompt-groups.ts';

const prompt = (promptVersion: string, builtIn = false) => ({ promptVersion, text: promptVersion, builtIn });

test('prompts are grouped by name, the newest version first', () => {
  const groups = promptGroups([prompt('cited-answer@1', true), prompt('short@10'), prompt('short@9')]);
  expect(groups.map(({ name, builtIn, newest }) => [name, builtIn, newest.promptVersion])).toEqual([
    ['cited-answer', true, 'cited-answer@1'],
    ['short', false, 'short@10'],
  ]);
  expect(groups[1]?.versions).toHaveLength(2);
  expect(promptGroups([])).toEqual([]);
});

test('a version is its name and its number', () => {
  expect([nameOf('short-answer@12'), versionOf('short-answer@12')]).toEqual(['short-answer', '12']);
});
