import { Group, Progress, Stack, Text } from '@mantine/core';
import type { QueueCounts } from '#lib/labelling/queue-report-schema.ts';
import { countOf, formatCount } from '../../../../_components/number-format.ts';

/** How far a queue is: a bar and its counts in words. */
export function QueueProgress({
  queue,
}: {
  queue: QueueCounts & { name: string; queries: number; medianActiveSeconds: number | null };
}) {
  const { done, total, queries, leased, unjudged, medianActiveSeconds } = queue;
  // Where some queries want a second label there are more labels than queries.
  const wanted = total > queries ? ` for ${countOf(queries, 'query', 'queries')}` : '';
  const words = `${formatCount(done)} of ${countOf(total, 'label')}${wanted}`;
  const notes = [
    leased > 0 ? `${formatCount(leased)} with reviewers at this moment` : undefined,
    unjudged > 0 ? `${formatCount(unjudged)} cannot be judged` : undefined,
    medianActiveSeconds !== null && medianActiveSeconds > 0
      ? `${formatCount(Math.round(3600 / medianActiveSeconds))} an hour`
      : undefined,
  ].filter((note) => note !== undefined);
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" fw={500}>
          {words}
        </Text>
        {notes.length > 0 && <Text size="sm">{notes.join(' · ')}</Text>}
      </Group>
      <Progress
        value={total === 0 ? 0 : (done / total) * 100}
        size="sm"
        aria-label={`${queue.name}: ${words}`}
      />
    </Stack>
  );
}
