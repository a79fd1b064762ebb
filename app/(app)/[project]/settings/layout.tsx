import { Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { openPages, pageContext } from '../../../_server/page-context.ts';
import { SectionNavigation } from '../_components/section-navigation.tsx';

export default async function SettingsLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ project: string }>;
}) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/settings/members');
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        Settings
      </Title>
      <SectionNavigation section="Settings" openPages={openPages(ctx)} />
      {children}
    </Stack>
  );
}
