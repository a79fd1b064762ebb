import { Stack, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { listConnections } from '#lib/providers/queries/connections.ts';
import { Section } from '../../../../_components/section.tsx';
import { pageContext } from '../../../../_server/page-context.ts';
import { ConnectForm } from './connect-form.tsx';
import { ConnectionList } from './connection-list.tsx';

export const metadata: Metadata = { title: 'Providers' };

export default async function ProvidersPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/settings/providers');
  const connections = await listConnections(ctx);
  return (
    <Stack gap="xl">
      <Section title="Providers">
        <Text c="dimmed" size="sm" maw={720}>
          Models that answer and make embeddings, and stores of vectors, for questions asked here. Without
          any, documents are searched by their words and answers quote them.
        </Text>
        {connections.length === 0 ? (
          <Text c="dimmed">This project has no connection.</Text>
        ) : (
          <ConnectionList project={project} connections={connections} tz={ctx.project.timeZone} />
        )}
      </Section>
      <Section title="New connection">
        <ConnectForm project={project} />
      </Section>
    </Stack>
  );
}
