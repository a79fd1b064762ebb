import { Alert, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { readGuidelines } from '#lib/labelling/queries/guidelines.ts';
import { listQueues } from '#lib/labelling/queries/queues.ts';
import { toSearchParams } from '#lib/query-log/filter.ts';
import { countQueries } from '#lib/query-log/queries/list-queries.ts';
import { queriesRange } from '#lib/query-log/queries/queries-range.ts';
import { ASSUMED_LABEL_SECONDS } from '#lib/statistics/label-sample-size.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { TextLink } from '../../../../_components/text-link.tsx';
import { pageContext } from '../../../../_server/page-context.ts';
import { type PageSearchParams, readPageFilter } from '../../../../_server/page-filter.ts';
import { filterWords } from '../_components/filter-words.ts';
import { MakeQueueForm } from './make-queue-form.tsx';

export const metadata: Metadata = { title: 'Make a queue' };

export default async function NewQueuePage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/queues/new');
  const { filter, range, notices } = readPageFilter(await searchParams, ctx.now(), ctx.project.timeZone);
  const [candidates, queues, all, guidelines] = await Promise.all([
    countQueries(ctx, filter),
    listQueues(ctx),
    queriesRange(ctx),
    readGuidelines(ctx),
  ]);
  const words = filterWords(filter, ctx.project.timeZone);
  const filterParams = toSearchParams(filter);
  if (range === 'all') filterParams.set('range', 'all');
  const measured = queues.map((queue) => queue.medianActiveSeconds).find((seconds) => seconds !== null);

  return (
    <Stack gap="md" maw={640}>
      <Title order={1} size="h2">
        Make a queue
      </Title>
      {notices.length > 0 && (
        <Alert variant="default" title="Some of the address was left out">
          {notices.join(' ')}
        </Alert>
      )}
      <section aria-labelledby="drawn-from">
        <Title order={2} size="h5" id="drawn-from" mb={4}>
          Drawn from
        </Title>
        <Text>
          {words.length === 0
            ? `All ${countOf(candidates, 'query', 'queries')} of the project.`
            : `${countOf(candidates, 'query', 'queries')}: ${words.join(' · ')}.`}
        </Text>
        <Text size="sm" mt={4}>
          <TextLink href={`/${project}/queries?${filterParams}`} size="sm" underline="always">
            See or change them in the list of queries
          </TextLink>
        </Text>
      </section>
      {candidates === 0 ? (
        <Alert variant="default" title="No query fits">
          {all.count === 0 ? (
            'Nothing has been logged in this project yet.'
          ) : (
            <TextLink href={`/${project}/queues/new?range=all`} underline="always">
              {`Draw from all ${countOf(all.count, 'query', 'queries')} of the project`}
            </TextLink>
          )}
        </Alert>
      ) : (
        <MakeQueueForm
          project={project}
          filter={filter}
          candidates={candidates}
          takenNames={queues.map((queue) => queue.name)}
          secondsAnItem={measured ?? ASSUMED_LABEL_SECONDS}
          measured={measured !== undefined}
          guidelines={guidelines}
        />
      )}
    </Stack>
  );
}
