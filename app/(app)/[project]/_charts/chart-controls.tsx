'use client';
import { Group, Select } from '@mantine/core';
import { DIMENSIONS, K_VALUES } from '#lib/query-log/schema.ts';
import { useUrlParams } from '../../../_components/use-url-params.ts';
import { DIMENSION_WORDS } from './dimension-words.ts';

const BUCKET_CHOICES = [
  { value: 'auto', label: 'Automatic steps' },
  { value: 'hour', label: 'By hour' },
  { value: 'day', label: 'By day' },
  { value: 'week', label: 'By week' },
];
const SPLIT_CHOICES = [
  { value: '', label: 'Not split' },
  ...DIMENSIONS.map((value) => ({ value, label: `Split by ${DIMENSION_WORDS[value].toLowerCase()}` })),
];
const K_CHOICES = K_VALUES.map((k) => ({ value: String(k), label: `Top ${k}` }));

/** How the charts of a page are cut: width of a step, lines, and how many hits count. All of it is in the URL. */
export function ChartControls(props: {
  bucket: string;
  groupBy: string;
  k: number;
  show: ('split' | 'k')[];
  /** For a page without an axis of time. */
  hidesBucket?: true;
}) {
  const { update } = useUrlParams();
  const set = (name: string, unset: string) => (value: string | null) =>
    update((params) => {
      if (value === null || value === unset) params.delete(name);
      else params.set(name, value);
    });
  const shared = { size: 'sm', allowDeselect: false, checkIconPosition: 'right' } as const;
  return (
    <Group gap="xs" role="group" aria-label="Chart settings">
      {props.hidesBucket ? null : (
        <Select
          {...shared}
          w={170}
          aria-label="Width of a step"
          data={BUCKET_CHOICES}
          value={props.bucket}
          onChange={set('bucket', 'auto')}
        />
      )}
      {props.show.includes('split') ? (
        <Select
          {...shared}
          w={180}
          aria-label="Split the lines"
          data={SPLIT_CHOICES}
          value={props.groupBy}
          onChange={set('groupBy', '')}
        />
      ) : null}
      {props.show.includes('k') ? (
        <Select
          {...shared}
          w={100}
          aria-label="How many of the top hits count (k)"
          data={K_CHOICES}
          value={String(props.k)}
          onChange={set('k', '')}
        />
      ) : null}
    </Group>
  );
}
