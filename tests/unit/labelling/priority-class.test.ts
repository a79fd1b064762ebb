import { expect, it } from 'vitest';
import { DRAWN_AT_RANDOM, priorityClass } from '#lib/labelling/priority-class.ts';

it('names what gave a query its rate', () => {
  const rules = [
    { kind: 'random', rate: 0.05, filter: {} },
    { kind: 'priority', rate: 1, floor: 0.02, when: [], filter: {} },
    { kind: 'stratified', by: 'model', rates: { small: 0.5 }, otherRate: 0.9, filter: {} },
  ];
  expect([0.05, 1, 0.02, 0.5, 0.9].map((rate) => priorityClass(rules, rate))).toEqual([
    DRAWN_AT_RANDOM,
    'queries put first by a rule',
    'rest of traffic',
    'queries drawn by model',
    'queries drawn by model',
  ]);
});

it('draws at random where no rule fits or none can be read', () => {
  expect(priorityClass([], 1)).toBe(DRAWN_AT_RANDOM);
  expect(priorityClass([{ kind: 'priority', rate: 1, floor: 0.02 }], 0.3)).toBe(DRAWN_AT_RANDOM);
  expect(priorityClass({ not: 'rules' }, 1)).toBe(DRAWN_AT_RANDOM);
});
