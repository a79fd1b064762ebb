import { Alert, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { mayDo } from '#lib/auth/permissions.ts';
import { listGoldenQuestions } from '#lib/golden-sets/queries/golden-questions.ts';
import { readGoldenSet } from '#lib/golden-sets/queries/golden-sets.ts';
import { versionDifference } from '#lib/golden-sets/queries/version-difference.ts';
import type { GoldenSetDetail } from '#lib/golden-sets/schema.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { TextLink } from '../../../../_components/text-link.tsx';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { pageContext } from '../../../../_server/page-context.ts';
import type { PageSearchParams } from '../../../../_server/page-filter.ts';
import { CoverageTables } from '../_components/coverage-tables.tsx';
import { DifferenceSection } from './difference-section.tsx';
import { QuestionSection } from './question-section.tsx';
import { SetActions } from './set-actions.tsx';
import { VersionPicker } from './version-picker.tsx';

export const metadata: Metadata = { title: 'Golden set' };

const SOURCE_WORDS = {
  sample: 'drawn from labelled queries',
  import: 'imported',
  query: 'a query was kept',
  edit: 'edited',
} as const;

const paramsSchema = z.object({
  version: z.coerce.number().int().min(1).optional().catch(undefined),
  since: z.coerce.number().int().min(1).optional().catch(undefined),
  cursor: z.string().optional().catch(undefined),
});

export default async function GoldenSetPage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string; id: string }>;
  searchParams: Promise<PageSearchParams>;
}) {
  const { project, id } = await params;
  const ctx = await pageContext(project, '/[project]/golden-sets/[id]');
  const set = await findSet(ctx, id);
  const asked = paramsSchema.parse(await searchParams);
  const shown = set.versions.find(({ version }) => version === (asked.version ?? set.version));
  if (shown === undefined) notFound();
  const { version, coverage } = shown;
  const cursor = asked.cursor === undefined ? {} : { cursor: asked.cursor };
  const page = await listGoldenQuestions(ctx, { setId: id, version, ...cursor });
  const since = asked.since !== undefined && asked.since < version ? asked.since : undefined;
  const difference = since && (await versionDifference(ctx, { setId: id, from: since, to: version }));
  const isLatest = version === set.version;
  const mayWrite = mayDo(ctx.actor, 'golden-sets:write');
  const made = formatInstant(shown.createdAt, ctx.project.timeZone, 'minute');

  return (
    <Stack gap="lg">
      <SetActions project={project} set={set} mayWrite={mayWrite}>
        <Title order={1} size="h2" dir="auto">
          {set.name}
        </Title>
      </SetActions>
      {set.description !== '' && (
        <Text maw={720} dir="auto">
          {set.description}
        </Text>
      )}
      <VersionPicker versions={set.versions} version={version} since={since} />
      <Text size="sm">
        {`Version ${version}: ${countOf(shown.questions, 'question')}, ${SOURCE_WORDS[shown.source]} by ${shown.createdBy}, ${made}.`}
        {shown.note !== '' && ` ${shown.note}.`}
      </Text>
      {!isLatest && (
        <Alert variant="default" title="An earlier version">
          It is never changed.{' '}
          <TextLink href={`/${project}/golden-sets/${id}`} underline="always">
            {`Open version ${set.version}, the latest`}
          </TextLink>
        </Alert>
      )}
      {difference !== undefined && difference !== 0 && <DifferenceSection difference={difference} />}
      {coverage !== null && (
        <Section title="What the sample stands for">
          <CoverageTables coverage={coverage} />
        </Section>
      )}
      <QuestionSection
        project={project}
        setId={id}
        version={version}
        page={page}
        from={Number(asked.cursor ?? 0)}
        mayWrite={mayWrite && isLatest}
      />
    </Stack>
  );
}

async function findSet(ctx: Context, id: string): Promise<GoldenSetDetail> {
  try {
    return await readGoldenSet(ctx, id);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') notFound();
    throw error;
  }
}
