import { Stack, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { mayDo } from '#lib/auth/permissions.ts';
import { readProject } from '#lib/auth/queries/projects.ts';
import { TIME_ZONES } from '#lib/platform/time-zones.ts';
import { Section } from '../../../../_components/section.tsx';
import { pageContext } from '../../../../_server/page-context.ts';
import { DangerActions } from './danger-actions.tsx';
import { SettingsForm } from './settings-form.tsx';

export const metadata: Metadata = { title: 'Project settings' };

export default async function ProjectSettingsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/settings/project');
  const settings = await readProject(ctx);
  return (
    <Stack gap="xl">
      <Section title="Project">
        <SettingsForm settings={settings} timeZones={TIME_ZONES} />
      </Section>
      <Section title="Archive and delete">
        {mayDo(ctx.actor, 'project:delete') ? (
          <DangerActions settings={settings} />
        ) : (
          <Text size="sm" c="dimmed">
            Archiving and deleting the project is for its owners.
          </Text>
        )}
      </Section>
    </Stack>
  );
}
