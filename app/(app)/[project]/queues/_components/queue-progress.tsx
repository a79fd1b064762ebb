import { Group, Progress, Stack, Text } from '@mantine/core';
import type { QueueCounts } from '#lib/labelling/queue-report-schema.ts';
import { formatCount } from '../../../../_components/number-format.ts';

/** How far a queue is: a bar and its counts in words. */
export function QueueProgress({
  queue,
}: {
  queue: QueueCounts & { name: string; medianActiveSeconds: number | null };
}) {
  const { done, total, leased, unjudged, medianActiveSeconds } = queue;
  const notes = [
    leased > 0 ? `${formatCount(leased)} on a screen at this moment` : undefined,
    unjudged > 0 ? `${formatCount(unjudged)} cannot be judged` : undefined,
    medianActiveSeconds !== null && medianActiveSeconds > 0
      ? `${formatCount(Math.round(3600 / medianActiveSeconds))} an hour`
      : undefined,
  ].filter((note) => note !== undefined);
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" fw={500}>{`${formatCount(done)} of ${formatCount(total)} labelled`}</Text>
        {notes.length > 0 && <Text size="sm">{notes.join(' · ')}</Text>}
      </Group>
      <Progress
        value={total === 0 ? 0 : (done / total) * 100}
        size="sm"
        aria-label={`${queue.name}: ${done} of ${total} labelled`}
      />
    </Stack>
  );
}
