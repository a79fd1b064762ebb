'use client';
import { Group, Stack, Text } from '@mantine/core';
import { queueCountsListSchema } from '#lib/labelling/queue-report-schema.ts';
import type { QueueView } from '#lib/labelling/schema.ts';
import { ButtonLink, TextLink } from '../../../../_components/text-link.tsx';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { filterWords } from './filter-words.ts';
import { QueueProgress } from './queue-progress.tsx';
import classes from './queues.module.css';
import { useCounts } from './use-counts.ts';

/** All queues with their progress, counted again while the page is visible, and the way into each. */
export function QueueList({
  project,
  queues,
  timeZone,
  mayLabel,
}: {
  project: string;
  queues: readonly QueueView[];
  timeZone: string;
  mayLabel: boolean;
}) {
  const { items } = useCounts(project, '/api/v1/queues/counts', queueCountsListSchema, {
    items: [...queues],
  });
  const counts = new Map(items.map((item) => [item.id, item]));
  const shown = queues.map((queue) => ({ ...queue, ...counts.get(queue.id) }));
  return (
    <ul className={classes.list}>
      {shown.map((queue) => (
        <li key={queue.id} className={classes.row}>
          <Stack gap={2} className={classes.name}>
            <h2 className={classes.title}>
              <TextLink href={`/${project}/queues/${queue.id}`} inherit>
                <bdi>{queue.name}</bdi>
              </TextLink>
            </h2>
            <Text size="sm">{`Made ${formatInstant(queue.createdAt, timeZone, 'minute')}`}</Text>
            {queue.filter !== null && (
              <Text size="sm">{filterWords(queue.filter, timeZone).join(' · ') || 'All queries'}</Text>
            )}
          </Stack>
          <div className={classes.progress}>
            <QueueProgress queue={queue} />
          </div>
          <Group className={classes.action} justify="flex-end">
            {mayLabel && queue.done + queue.unjudged < queue.total && (
              <ButtonLink
                href={`/${project}/queues/${queue.id}/label`}
                aria-label={`Label ${queue.name}`}
                size="sm"
              >
                Label
              </ButtonLink>
            )}
            {queue.total > 0 && queue.done + queue.unjudged >= queue.total && <Text size="sm">Done</Text>}
          </Group>
        </li>
      ))}
    </ul>
  );
}
