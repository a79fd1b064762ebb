import { EmptyState, Group, Stack, Text, Title } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { mayDo } from '#lib/auth/permissions.ts';
import { RATED } from '#lib/labelling/agreement-schema.ts';
import { readAgreement } from '#lib/labelling/queries/agreement.ts';
import { readQuestionTexts } from '#lib/labelling/queries/question-texts.ts';
import { listQueues } from '#lib/labelling/queries/queues.ts';
import { ButtonLink } from '../../../_components/text-link.tsx';
import { openPages, pageContext } from '../../../_server/page-context.ts';
import type { PageSearchParams } from '../../../_server/page-filter.ts';
import { HiddenLabels } from '../_components/hidden-labels.tsx';
import { SectionNavigation } from '../_components/section-navigation.tsx';
import classes from './agreement.module.css';
import { AgreementPanel } from './agreement-panel.tsx';
import { readAgreementParams } from './agreement-params.ts';
import { cellTitle, findCell } from './agreement-words.ts';
import { CellQueries } from './cell-queries.tsx';
import { ConfusionTable } from './confusion-table.tsx';
import { KappaTable } from './kappa-table.tsx';
import { QueueSelect } from './queue-select.tsx';

export const metadata: Metadata = { title: 'Agreement' };

export default async function AgreementPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/agreement');
  const queues = await listQueues(ctx);
  const { queue, rated, cell, notices } = readAgreementParams(
    await searchParams,
    queues.map(({ id }) => id),
  );
  const agreement = await readAgreement(ctx, { queueId: queue, rated });
  const opened = findCell(agreement.confusion, cell);
  const questions = await readQuestionTexts(ctx, opened?.queryIds ?? []);
  const href = (change: Record<string, string>) => {
    const next = new URLSearchParams({ ...(queue === undefined ? {} : { queue }), rated, ...change });
    return `/${project}/agreement?${next}`;
  };
  const isEmpty = RATED.every((name) => agreement[name].jointItems === 0);

  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        Agreement
      </Title>
      <SectionNavigation section="Labelling" openPages={openPages(ctx)} />
      {[...notices, ...(cell !== undefined && opened === undefined ? [NO_CELL] : [])].map((notice) => (
        <Text key={notice} size="sm" role="status">
          {notice}
        </Text>
      ))}
      <HiddenLabels ctx={ctx} />
      {queues.length > 0 && <QueueSelect queues={queues} chosen={queue ?? ''} />}
      {isEmpty ? (
        <NothingJoint project={project} mayManage={mayDo(ctx.actor, 'queues:manage')} />
      ) : (
        <>
          <Text maw={760}>
            Alpha says how far reviewers agree beyond chance: 1 is full agreement, 0 is what chance alone
            gives. It is usual to rely on labels from 0.8 on, to conclude with care from 0.67 on, and to mend
            the guidelines below. Where a category is rare alpha is low though most labels agree, so it stands
            beside the percentage and each category’s own agreement.
          </Text>
          <div className={classes.panels}>
            {RATED.map((name) => (
              <AgreementPanel key={name} rated={name} view={agreement[name]} />
            ))}
          </div>
          {agreement.pairs.length > 0 && <KappaTable pairs={agreement.pairs} />}
          <ConfusionTable confusion={agreement.confusion} chosen={opened && cell} href={href} />
          {opened !== undefined && (
            <CellQueries
              project={project}
              title={cellTitle(rated, opened.row, opened.column)}
              cell={opened}
              questions={questions}
            />
          )}
        </>
      )}
    </Stack>
  );
}

const NO_CELL = 'The table has no such cell; none is opened.';

function NothingJoint({ project, mayManage }: { project: string; mayManage: boolean }) {
  return (
    <EmptyState icon={<IconUsersGroup size={40} stroke={1.4} aria-hidden />} py="xl">
      <Title order={2} size="h3">
        No query has labels of two reviewers
      </Title>
      <Text maw={520} ta="center">
        Agreement needs the same query labelled by two people who do not see each other’s label. A queue does
        that by itself: a second reviewer for every failure and for some of the rest, or as many for each item
        as its settings say.
      </Text>
      <Group justify="center">
        <ButtonLink href={mayManage ? `/${project}/queues/new?range=all` : `/${project}/queues`}>
          {mayManage ? 'Make a queue' : 'See the queues'}
        </ButtonLink>
      </Group>
    </EmptyState>
  );
}
