import { expect, test } from 'vitest';
import type { SeriesLine } from '../../../../app/_components/time-series/series.ts';
import { seriesCsv } from '../../../../app/_components/time-series/series-csv.ts';

const day = { start: '2026-11-17', from: '2026-11-17', to: '2026-11-18', partial: false };
const line = (isRate: boolean, n: number, of: number): SeriesLine => ({
  id: 'a',
  label: 'A',
  slot: 0,
  href: null,
  opens: 'n',
  isRate,
  points: [{ bucket: 0, value: 0.5, lower: null, upper: null, n, of, display: 'full' }],
});

test('n is what the value rests on, whether the line counts a part of it or knows a part of more', () => {
  const { columns, rows } = seriesCsv([line(true, 2, 95), line(false, 66, 68)], [day], []);
  const named = rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));
  expect(named).toMatchObject([
    { n: 95, positives: 2, of: 95 },
    { n: 66, positives: null, of: 68 },
  ]);
});
