import { Group, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { mayDo } from '#lib/auth/permissions.ts';
import { listPeople } from '#lib/auth/queries/members.ts';
import { readGuidelines } from '#lib/labelling/queries/guidelines.ts';
import { readQueueReport } from '#lib/labelling/queries/queue-report.ts';
import { readQueue } from '#lib/labelling/queries/queues.ts';
import type { QueueView } from '#lib/labelling/schema.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { toSearchParams } from '#lib/query-log/filter.ts';
import { ASSUMED_LABEL_SECONDS } from '#lib/statistics/label-sample-size.ts';
import { countOf, formatCount, formatMs } from '../../../../_components/number-format.ts';
import { ButtonLink, TextLink } from '../../../../_components/text-link.tsx';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { pageContext } from '../../../../_server/page-context.ts';
import { filterWords } from '../_components/filter-words.ts';
import { effortWords } from '../_components/label-effort.ts';
import { PROTOCOL_WORDS } from '../_components/queue-form-values.ts';
import classes from '../_components/queues.module.css';
import { AssignSection } from './assign-section.tsx';
import { LiveProgress } from './live-progress.tsx';
import { NonResponseSection } from './non-response-section.tsx';
import { RuleSection } from './rule-section.tsx';

export const metadata: Metadata = { title: 'Queue' };

export default async function QueuePage({ params }: { params: Promise<{ project: string; id: string }> }) {
  const { project, id } = await params;
  const ctx = await pageContext(project, '/[project]/queues/[id]');
  const queue = await findQueue(ctx, id);
  const mayLabel = mayDo(ctx.actor, 'labels:write');
  const mayManage = mayDo(ctx.actor, 'queues:manage');
  const [report, guidelines, people] = await Promise.all([
    readQueueReport(ctx, id),
    readGuidelines(ctx, id),
    mayManage ? listPeople(ctx) : undefined,
  ]);
  const reviewers = (people?.members ?? []).filter(({ role }) => role !== 'viewer');
  const left = queue.total - queue.done - queue.unjudged;

  return (
    <Stack gap="lg" maw={720}>
      <Group justify="space-between">
        <Title order={1} size="h2" dir="auto">
          {queue.name}
        </Title>
        <Group gap="xs">
          {mayManage && (
            <ButtonLink href={`/${project}/queues/${id}/settings`} variant="default">
              Settings
            </ButtonLink>
          )}
          {mayLabel && left > 0 && <ButtonLink href={`/${project}/queues/${id}/label`}>Label</ButtonLink>}
        </Group>
      </Group>
      <LiveProgress project={project} queue={queue} />
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
      <Facts
        project={project}
        queue={queue}
        left={left}
        goldQueries={report.goldQueries}
        guidelineVersion={guidelines.version}
        timeZone={ctx.project.timeZone}
      />
      <RuleSection
        project={project}
        queue={queue}
        runs={report.runs}
        timeZone={ctx.project.timeZone}
        mayManage={mayManage}
      />
      <NonResponseSection report={report} queries={queue.queries} />
      {mayManage && (
        <AssignSection project={project} queueId={id} people={reviewers} assigned={report.assigned} />
      )}
    </Stack>
  );
}

function Facts({
  project,
  queue,
  left,
  goldQueries,
  guidelineVersion,
  timeZone,
}: {
  project: string;
  queue: QueueView;
  left: number;
  goldQueries: number;
  guidelineVersion: number;
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
          : `${countOf(left, 'label')}, ${effortWords(left, medianActiveSeconds ?? ASSUMED_LABEL_SECONDS)} for one person`}
      </dd>
      <dt>Yours today</dt>
      <dd>{formatCount(queue.yoursDoneToday)}</dd>
      <dt>Time an item</dt>
      <dd>
        {medianActiveSeconds === null
          ? 'Not measured yet'
          : `${formatMs(medianActiveSeconds * 1000)} (median)`}
      </dd>
      <dt>Reviewers</dt>
      <dd>{reviewerWords(queue)}</dd>
      {(queue.calibration > 0 || queue.goldRate > 0) && (
        <>
          <dt>Decided items</dt>
          <dd>{goldWords(queue, goldQueries)}</dd>
        </>
      )}
      <dt>Asked</dt>
      <dd>{askedWords(queue)}</dd>
      <dt>Guidelines</dt>
      <dd>{`Version ${guidelineVersion}`}</dd>
      <dt>Made</dt>
      <dd>{`${formatInstant(queue.createdAt, timeZone, 'minute')} (${timeZone})`}</dd>
      <dt>Lease</dt>
      <dd>{`An item that is left open goes to others after ${queue.leaseMinutes} minutes.`}</dd>
    </dl>
  );
}

function reviewerWords({ reviewers, secondFailures, secondRate }: QueueView): string {
  if (reviewers > 1) return `${reviewers} for each item`;
  const seconds = [
    secondFailures ? 'every failure' : '',
    secondRate > 0 ? `${Math.round(secondRate * 1000) / 10} % of the rest` : '',
  ].filter((words) => words !== '');
  return seconds.length === 0 ? 'One' : `One; a second for ${seconds.join(' and ')}`;
}

/** Practice and hidden items, and whether there is anything to take them from. */
function goldWords({ calibration, goldRate }: QueueView, goldQueries: number): string {
  const given = [
    calibration > 0 ? `${formatCount(calibration)} to practise on for a new reviewer` : '',
    goldRate > 0 ? `${Math.round(goldRate * 1000) / 10} % of what a reviewer is given, hidden` : '',
  ].filter((words) => words !== '');
  const from =
    goldQueries === 0
      ? 'None can be given yet: no query outside this queue is decided.'
      : `From ${countOf(goldQueries, 'decided query', 'decided queries')} outside this queue; nobody is given what they decided or labelled themselves.`;
  return `${given.join('; ')}. ${from}`;
}

function askedWords(queue: QueueView): string {
  const asked = [
    'Verdict',
    queue.asksGrades ? `grades (${PROTOCOL_WORDS[queue.gradingProtocol].toLowerCase()})` : '',
    queue.asksIdealAnswer ? 'ideal answer' : '',
    queue.asksNote ? 'note' : '',
  ];
  return asked.filter((words) => words !== '').join(', ');
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
