import { describe, expect, test } from 'vitest';
import { readPageFilter } from '../../../app/_server/page-filter.ts';

const now = new Date('2026-03-08T12:00:00Z');
const read = (params: Record<string, string | string[]>) => readPageFilter(params, now, 'Europe/Berlin');

describe('the filter of a page', () => {
  test('is the last seven days without any range', () => {
    const page = read({});
    expect(page.filter).toEqual({ from: '2026-03-01T12:00:00.000Z' });
    expect(page.range).toBe('7d');
    expect(page.chart).toEqual({ bucket: 'auto', groupBy: undefined, k: 5, tz: 'Europe/Berlin' });
    expect(page.notices).toEqual([]);
  });

  test('takes a preset, all time, or the ends that the URL names', () => {
    expect(read({ range: '24h' }).filter.from).toBe('2026-03-07T12:00:00.000Z');
    expect(read({ range: 'all' }).filter).toEqual({});
    expect(read({ to: '2026-01-01T00:00:00Z', range: '24h' })).toMatchObject({
      filter: { to: '2026-01-01T00:00:00.000Z' },
      range: 'custom',
    });
  });

  test('leaves out what is not valid, says so, and keeps the rest', () => {
    const page = read({ verdict: ['wrong', 'nonsense'], k: '7', bucket: 'minute', foo: '1', model: 'a' });
    expect(page.filter.verdict).toEqual(['wrong']);
    expect(page.filter.model).toEqual(['a']);
    expect(page.filter.k).toBeUndefined();
    expect(page.chart).toMatchObject({ bucket: 'auto', k: 5 });
    expect(page.notices).toHaveLength(4);
    expect(page.notices.join(' ')).toContain('nonsense');
  });

  test('leaves out metadata and scores without a name, and says so', () => {
    const page = read({ 'metadata.': '1', 'score.': '0.5..', 'metadata.tenant': 'acme' });
    expect(page.filter.metadata).toEqual({ tenant: ['acme'] });
    expect(page.filter.score).toBeUndefined();
    expect(page.notices).toHaveLength(2);
  });

  test('leaves out a range that ends before it begins', () => {
    const page = read({ from: '2026-03-02', to: '2026-03-01' });
    expect(page.filter).toEqual({ from: '2026-03-01T12:00:00.000Z' });
    expect(page.notices).toHaveLength(1);
  });

  test('keeps metadata, repeated values and what a page reads itself', () => {
    const page = read({ 'metadata.tenant': 'acme', tag: ['a', 'b'], cursor: 'x', groupBy: 'model' });
    expect(page.filter).toMatchObject({ metadata: { tenant: ['acme'] }, tag: ['a', 'b'] });
    expect(page.rest).toEqual({ cursor: 'x' });
    expect(page.chart.groupBy).toBe('model');
  });
});
