import { EmptyState, Group, Stack, Text, Title } from '@mantine/core';
import { IconCertificate } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { mayDo } from '#lib/auth/permissions.ts';
import { listGoldenSets } from '#lib/golden-sets/queries/golden-sets.ts';
import { ButtonLink } from '../../../_components/text-link.tsx';
import { pageContext } from '../../../_server/page-context.ts';
import { GoldenSetTable } from './_components/golden-set-table.tsx';

export const metadata: Metadata = { title: 'Golden sets' };

export default async function GoldenSetsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/golden-sets');
  const sets = await listGoldenSets(ctx);
  const makeOne = mayDo(ctx.actor, 'golden-sets:write') && (
    <ButtonLink href={`/${project}/golden-sets/new`} variant={sets.length === 0 ? 'filled' : 'default'}>
      Make a golden set
    </ButtonLink>
  );
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} size="h2">
          Golden sets
        </Title>
        {sets.length > 0 && makeOne}
      </Group>
      {sets.length === 0 ? (
        <EmptyState icon={<IconCertificate size={40} stroke={1.4} aria-hidden />} py="xl">
          <Title order={2} size="h3">
            No golden set yet
          </Title>
          <Text maw={480} ta="center">
            A golden set holds questions with their ideal answer, the facts it needs and the documents that
            hold them: what every later version of the application is measured with. No export lets its
            questions into training data.
          </Text>
          <Group justify="center">{makeOne || <Text>An administrator can make one.</Text>}</Group>
        </EmptyState>
      ) : (
        <GoldenSetTable project={project} sets={sets} timeZone={ctx.project.timeZone} />
      )}
    </Stack>
  );
}
