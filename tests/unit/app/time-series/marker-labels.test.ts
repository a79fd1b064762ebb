import { expect, test } from 'vitest';
import { markerLabels } from '../../../../app/_components/time-series/marker-labels.ts';

const at = (x: number) => new Date(x).toISOString();
const labels = (...markers: [number, string][]) =>
  markerLabels(
    markers.map(([x, label]) => ({ at: at(x), label })),
    (ms) => ms,
    400,
  ).map(({ text, anchor }) => `${anchor} ${text}`);

test('a label stands right of its line where it fits, else on the side with more room', () => {
  expect(labels([100, 'release v2'])).toEqual(['start release v2']);
  expect(labels([380, 'release v2'])).toEqual(['end release v2']);
});

test('labels never reach into each other', () => {
  expect(labels([100, 'a long label of a line'], [180, 'another label'])).toEqual([
    'end a long label…',
    'start another label',
  ]);
  expect(labels([10, 'first'], [20, 'second'], [30, 'third'])).toEqual(['start ', 'start ', 'start third']);
});
