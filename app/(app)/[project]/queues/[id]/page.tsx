import { Group, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { mayDo } from '#lib/auth/permissions.ts';
import { readQueue } from '#lib/labelling/queries/queues.ts';
import type { QueueView } from '#lib/labelling/schema.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { toSearchParams } from '#lib/query-log/filter.ts';
import { formatCount, formatMs } from '../../../../_components/number-format.ts';
import { ButtonLink, TextLink } from '../../../../_components/text-link.tsx';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { pageContext } from '../../../../_server/page-context.ts';
import { filterWords } from '../_components/filter-words.ts';
import { ASSUMED_SECONDS, effortWords } from '../_components/label-effort.ts';
import { QueueProgress } from '../_components/queue-progress.tsx';
import classes from '../_components/queues.module.css';

export const metadata: Metadata = { title: 'Queue' };

const PROTOCOL_WORDS: Record<string, string> = {
  all_top_k: 'All of the top hits are to be graded.',
  until_first_relevant: 'Hits are to be graded until the first relevant one.',
  random_m: 'Some hits, chosen at random, are to be graded.',
  free: 'Reviewers grade the hits they want to.',
};

export default async function QueuePage({ params }: { params: Promise<{ project: string; id: string }> }) {
  const { project, id } = await params;
  const ctx = await pageContext(project, 'queues:read');
  const queue = await findQueue(ctx, id);
  const mayLabel = mayDo(ctx.actor, 'labels:write');
  const left = queue.total - queue.done - queue.skipped;

  return (
    <Stack gap="lg" maw={720}>
      <Group justify="space-between">
        <Title order={1} size="h2" dir="auto">
          {queue.name}
        </Title>
        {mayLabel && left > 0 && <ButtonLink href={`/${project}/queues/${id}/label`}>Label</ButtonLink>}
      </Group>
      <QueueProgress queue={queue} />
      {queue.total === 0 && (
        <Text>No query is in this queue. Add queries to it from the list of queries.</Text>
      )}
      {queue.total > 0 && left === 0 && (
        <Text>
          Every item is labelled or skipped.{' '}
          <TextLink href={`/${project}/overview?range=all`} underline="always">
            See the charts
          </TextLink>
        </Text>
      )}
      <Facts project={project} queue={queue} left={left} timeZone={ctx.project.timeZone} />
    </Stack>
  );
}

function Facts({
  project,
  queue,
  left,
  timeZone,
}: {
  project: string;
  queue: QueueView;
  left: number;
  timeZone: string;
}) {
  const { filter, medianActiveSeconds } = queue;
  return (
    <dl className={classes.facts}>
      <dt>Drawn from</dt>
      <dd>
        {filter === null ? (
          'Queries that were added by hand'
        ) : (
          <TextLink href={`/${project}/queries?${queriesParams(filter)}`} size="sm" underline="always">
            {filterWords(filter, timeZone).join(' · ') || 'All queries'}
          </TextLink>
        )}
      </dd>
      <dt>To do</dt>
      <dd>
        {left === 0
          ? 'Nothing'
          : `${formatCount(left)}, ${effortWords(left, medianActiveSeconds ?? ASSUMED_SECONDS)} for one person`}
      </dd>
      <dt>Yours today</dt>
      <dd>{formatCount(queue.yoursDoneToday)}</dd>
      <dt>Time an item</dt>
      <dd>
        {medianActiveSeconds === null
          ? 'Not measured yet'
          : `${formatMs(medianActiveSeconds * 1000)} (median)`}
      </dd>
      <dt>Grading</dt>
      <dd>{PROTOCOL_WORDS[queue.gradingProtocol] ?? queue.gradingProtocol}</dd>
      <dt>Made</dt>
      <dd>{`${formatInstant(queue.createdAt, timeZone, 'minute')} (${timeZone})`}</dd>
      <dt>Lease</dt>
      <dd>{`An item that is left open goes to others after ${queue.leaseMinutes} minutes.`}</dd>
    </dl>
  );
}

function queriesParams(filter: NonNullable<QueueView['filter']>): string {
  const params = toSearchParams(filter);
  if (filter.from === undefined && filter.to === undefined) params.set('range', 'all');
  return params.toString();
}

async function findQueue(ctx: Context, id: string): Promise<QueueView> {
  try {
    return await readQueue(ctx, id);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') notFound();
    throw error;
  }
}
