import { Skeleton, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mayDo } from '#lib/auth/permissions.ts';
import { HEALTH_DAYS } from '#lib/ingest/queries/data-health.ts';
import { listQuarantine } from '#lib/ingest/queries/quarantine.ts';
import { countLabels } from '#lib/labelling/queries/labels.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { folderBytes } from '#lib/platform/folder-bytes.ts';
import { formatBytes } from '#lib/platform/format-bytes.ts';
import { countQueries } from '#lib/query-log/queries/list-queries.ts';
import { ORIGINS } from '#lib/query-log/schema.ts';
import { formatCount } from '../../../_components/number-format.ts';
import { Section } from '../../../_components/section.tsx';
import { pageContext } from '../../../_server/page-context.ts';
import { Figure, Figures } from './figures.tsx';
import { HealthSections } from './health-sections.tsx';
import { MappingSection } from './mapping-section.tsx';
import { QuarantineList } from './quarantine-list.tsx';

export const metadata: Metadata = { title: 'Data' };

export default async function DataPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<{ cursor?: string | string[]; all?: string; days?: string | string[] }>;
}) {
  const { project } = await params;
  const { cursor, all, days } = await searchParams;
  const ctx = await pageContext(project, '/[project]/data');
  const place = typeof cursor === 'string' ? cursor : undefined;
  const [totals, quarantine] = await Promise.all([
    readTotals(ctx),
    quarantinePage(ctx, place, all === undefined),
  ]);
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        Data
      </Title>
      <Section title="Stored">
        <Figures>
          <Figure name="Queries" value={formatCount(totals.queries)} />
          <Figure name="Current labels" value={formatCount(totals.labels)} />
          <Figure name="Waiting in quarantine" value={formatCount(totals.quarantined)} />
          <Figure name="On disk, all projects" value={formatBytes(totals.bytes)} />
        </Figures>
      </Section>
      <Suspense fallback={<Skeleton h={720} radius="md" aria-hidden />}>
        <HealthSections ctx={ctx} days={HEALTH_DAYS.find((choice) => String(choice) === days) ?? 7} />
      </Suspense>
      <Section title="Quarantine">
        <Text size="sm" c="dimmed" maw={720}>
          Events that could not be stored are kept for 30 days with the reason. Once the reason is gone, for
          example a limit was raised, they can be taken in again as if they had just come; their ids stay the
          same.
        </Text>
        <QuarantineList
          project={project}
          page={quarantine}
          tz={ctx.project.timeZone}
          isFirst={place === undefined}
          withReplayed={all !== undefined}
          mayReplay={mayDo(ctx.actor, 'quarantine:replay')}
        />
      </Section>
      {mayDo(ctx.actor, 'queues:manage') ? <MappingSection ctx={ctx} /> : null}
    </Stack>
  );
}

async function readTotals(ctx: Context) {
  const [queries, labels, quarantined, bytes] = await Promise.all([
    countQueries(ctx, { origin: [...ORIGINS] }),
    countLabels(ctx),
    listQuarantine(ctx, { limit: 1, replayed: 'false' }),
    folderBytes(ctx.stores.dataFolder),
  ]);
  return { queries, labels, quarantined: quarantined.total, bytes };
}

async function quarantinePage(ctx: Context, cursor: string | undefined, onlyWaiting: boolean) {
  const parameters = { limit: 50, ...(onlyWaiting ? { replayed: 'false' as const } : {}) };
  try {
    return await listQuarantine(ctx, { ...parameters, ...(cursor === undefined ? {} : { cursor }) });
  } catch (error) {
    if (error instanceof AppError && error.kind === 'invalid') return listQuarantine(ctx, parameters);
    throw error;
  }
}
