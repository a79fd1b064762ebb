import { Stack, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { listApiKeys } from '#lib/auth/queries/api-keys.ts';
import { Section } from '../../../../_components/section.tsx';
import { pageContext } from '../../../../_server/page-context.ts';
import { KeyTable } from './key-table.tsx';
import { MakeKeyForm } from './make-key-form.tsx';

export const metadata: Metadata = { title: 'API keys' };

export default async function KeysPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/settings/keys');
  const keys = await listApiKeys(ctx);
  return (
    <Stack gap="xl">
      <Section title="API keys">
        {keys.length === 0 ? (
          <Text c="dimmed">This project has no key. Applications need one to send queries.</Text>
        ) : (
          <KeyTable project={project} keys={keys} tz={ctx.project.timeZone} />
        )}
      </Section>
      <Section title="New key">
        <MakeKeyForm project={project} tz={ctx.project.timeZone} />
      </Section>
    </Stack>
  );
}
