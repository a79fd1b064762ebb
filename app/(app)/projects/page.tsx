import { Badge, Card, Container, Group, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import type { OwnProject } from '#lib/auth/project-schema.ts';
import { listProjectsOf, mayCreateProject } from '#lib/auth/queries/projects.ts';
import { getStores } from '#lib/platform/stores.ts';
import { ColorSchemeSwitch } from '../../_components/color-scheme-switch.tsx';
import { Section } from '../../_components/section.tsx';
import { TextLink } from '../../_components/text-link.tsx';
import { accountPageUser } from '../../_server/page-context.ts';
import { SignOutButton } from '../[project]/_components/sign-out-button.tsx';
import { MakeProjectForm } from './make-project-form.tsx';

export const metadata: Metadata = { title: 'Projects' };

export default async function ProjectsPage() {
  const user = await accountPageUser('/projects');
  const stores = getStores();
  const [projects, mayCreate] = await Promise.all([
    listProjectsOf(stores, user.id),
    mayCreateProject(stores, user.id),
  ]);
  const inUse = projects.filter((project) => project.archivedAt === null);
  const archived = projects.filter((project) => project.archivedAt !== null);
  return (
    <Container size="sm" py="lg" component="main" id="main">
      <Stack gap="xl">
        <Group justify="space-between">
          <Title order={1} size="h2">
            Projects
          </Title>
          <Group gap={4}>
            <TextLink href="/account">{user.name}</TextLink>
            <ColorSchemeSwitch />
            <SignOutButton />
          </Group>
        </Group>
        {inUse.length === 0 ? (
          <Text c="dimmed">
            You are in no project in use.{' '}
            {mayCreate ? 'Make one below.' : 'An owner of a project can invite you.'}
          </Text>
        ) : (
          <ProjectCards projects={inUse} />
        )}
        {archived.length === 0 ? null : (
          <Section title="Archived">
            <ProjectCards projects={archived} />
          </Section>
        )}
        {mayCreate ? (
          <Section title="New project">
            <MakeProjectForm />
          </Section>
        ) : null}
      </Stack>
    </Container>
  );
}

function ProjectCards({ projects }: { projects: readonly OwnProject[] }) {
  return (
    <Stack gap="xs">
      {projects.map((project) => (
        <Card key={project.slug} withBorder padding="sm">
          <Group justify="space-between" gap="xs">
            <TextLink href={`/${project.slug}/overview`} fw={500}>
              <bdi>{project.name}</bdi>
            </TextLink>
            <Group gap="xs">
              {project.isDemo ? (
                <Badge variant="light" color="grape" radius="sm" tt="none">
                  Demo data
                </Badge>
              ) : null}
              <Text size="sm" c="dimmed">
                {project.role}
              </Text>
            </Group>
          </Group>
        </Card>
      ))}
    </Stack>
  );
}
