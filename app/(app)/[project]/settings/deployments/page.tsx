import { Stack, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { readSettings } from '#lib/platform/env.ts';
import { listDeployments } from '#lib/quality/queries/deployments.ts';
import { CodeBlock } from '../../../../_components/code-block.tsx';
import { Section } from '../../../../_components/section.tsx';
import { pageContext } from '../../../../_server/page-context.ts';
import { AddDeploymentForm } from './add-deployment-form.tsx';
import { DeploymentTable } from './deployment-table.tsx';

export const metadata: Metadata = { title: 'Deployments' };

export default async function DeploymentsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/settings/deployments');
  const deployments = await listDeployments(ctx);
  const tz = ctx.project.timeZone;
  const command = `curl -X POST ${readSettings().publicUrl}/api/v1/deployments \\
  -H "Authorization: Bearer $FAULTLINE_API_KEY" -H "Content-Type: application/json" \\
  -d '{"version":"2.4.1","dimension":"release","environment":"production"}'`;
  return (
    <Stack gap="xl">
      <Section title="Deployments">
        <Text size="sm" c="dimmed" maw={720}>
          Each is a line on every time axis. Let your pipeline send them with a key of the scope ingest; the
          same one sent again changes nothing.
        </Text>
        {deployments.length === 0 ? (
          <Text c="dimmed">None was sent yet.</Text>
        ) : (
          <DeploymentTable project={project} deployments={deployments} tz={tz} />
        )}
      </Section>
      <Section title="From a pipeline">
        <CodeBlock text={command} label="Mark a deployment" />
      </Section>
      <Section title="By hand">
        <AddDeploymentForm project={project} tz={tz} />
      </Section>
    </Stack>
  );
}
