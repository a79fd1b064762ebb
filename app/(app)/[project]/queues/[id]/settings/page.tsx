import { Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readGuidelines } from '#lib/labelling/queries/guidelines.ts';
import { readQueue } from '#lib/labelling/queries/queues.ts';
import { AppError } from '#lib/platform/errors.ts';
import { pageContext } from '../../../../../_server/page-context.ts';
import { SettingsForm } from './settings-form.tsx';

export const metadata: Metadata = { title: 'Queue settings' };

export default async function QueueSettingsPage({
  params,
}: {
  params: Promise<{ project: string; id: string }>;
}) {
  const { project, id } = await params;
  const ctx = await pageContext(project, '/[project]/queues/[id]/settings');
  const [queue, guidelines] = await Promise.all([readQueue(ctx, id), readGuidelines(ctx, id)]).catch(
    (error: unknown) => {
      if (error instanceof AppError && error.kind === 'not_found') notFound();
      throw error;
    },
  );
  return (
    <Stack gap="md" maw={820}>
      <div>
        <Title order={1} size="h2">
          Queue settings
        </Title>
        <Text>Items that are in the queue stay as they are; the rest holds from the next item on.</Text>
      </div>
      <SettingsForm project={project} queue={queue} guidelines={guidelines} />
    </Stack>
  );
}
