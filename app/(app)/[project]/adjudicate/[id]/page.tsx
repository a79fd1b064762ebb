import { EmptyState, Group, Text, Title } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readDecisions } from '#lib/labelling/queries/decisions.ts';
import { listDisputes } from '#lib/labelling/queries/disputes.ts';
import { readLabelling } from '#lib/labelling/queries/labels.ts';
import { readVotes } from '#lib/labelling/queries/votes.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { ButtonLink } from '../../../../_components/text-link.tsx';
import { pageContext } from '../../../../_server/page-context.ts';
import type { PageSearchParams } from '../../../../_server/page-filter.ts';
import { DISPUTES_SHOWN, decidedBefore, placeOf } from '../dispute-words.ts';
import { AdjudicateScreen } from './adjudicate-screen.tsx';

export const metadata: Metadata = { title: 'Decide' };

export default async function AdjudicateQueryPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string; id: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project, id } = await params;
  const queryId = decodeURIComponent(id);
  const ctx = await pageContext(project, '/[project]/adjudicate/[id]');
  const { query, labelling, votes, decisions, disputes } = await open(ctx, queryId);
  const path = `/${project}/queries/${encodeURIComponent(queryId)}`;
  if (votes.hidden) return <Hidden path={path} project={project} />;
  const decided = decidedBefore((await searchParams).decided);
  return (
    <AdjudicateScreen
      key={queryId}
      project={project}
      opened={{ query, labelling: { ...labelling, own: null, prefilled: {} } }}
      votes={votes.votes}
      decisions={decisions}
      place={placeOf(queryId, disputes, decided)}
      decided={decided}
      timeZone={ctx.project.timeZone}
    />
  );
}

async function open(ctx: Context, queryId: string) {
  try {
    const votes = await readVotes(ctx, queryId);
    const [query, labelling, decisions, disputes] = await Promise.all([
      readQuery(ctx, queryId),
      readLabelling(ctx, queryId, votes.queueId),
      readDecisions(ctx, queryId),
      listDisputes(ctx, { limit: DISPUTES_SHOWN }),
    ]);
    return { query, labelling, votes, decisions, disputes };
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') notFound();
    throw error;
  }
}

function Hidden({ path, project }: { path: string; project: string }) {
  return (
    <EmptyState icon={<IconEyeOff size={40} stroke={1.4} aria-hidden />} py="xl">
      <Title order={1} size="h3">
        You cannot decide this one yet
      </Title>
      <Text maw={480} ta="center">
        It, or a query that asks the same, waits in a queue that may give it to you, so what others said is
        hidden until you have labelled it or all its places are taken.
      </Text>
      <Group justify="center">
        <ButtonLink href={`${path}/label`}>Label it</ButtonLink>
        <ButtonLink href={`/${project}/adjudicate`} variant="default">
          All that wait
        </ButtonLink>
      </Group>
    </EmptyState>
  );
}
