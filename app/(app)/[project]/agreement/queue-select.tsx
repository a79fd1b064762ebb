'use client';
import { NativeSelect } from '@mantine/core';
import { useUrlParams } from '../../../_components/use-url-params.ts';

/** Narrows the page to the labels that were given in one queue. */
export function QueueSelect({
  queues,
  chosen,
}: {
  queues: readonly { id: string; name: string }[];
  chosen: string;
}) {
  const { update, pending } = useUrlParams();
  return (
    <NativeSelect
      label="Labels given in"
      maw={360}
      value={chosen}
      aria-busy={pending}
      data={[
        { value: '', label: 'All queues and outside of them' },
        ...queues.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(event) => {
        const queue = event.currentTarget.value;
        update((params) => {
          params.delete('cell');
          if (queue === '') params.delete('queue');
          else params.set('queue', queue);
        });
      }}
    />
  );
}
