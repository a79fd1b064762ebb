'use client';
import { EmptyState, Group, Text, Title } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { useParams } from 'next/navigation';
import { ButtonLink } from '../../_components/text-link.tsx';

export default function NotFoundInProject() {
  const { project } = useParams<{ project: string }>();
  return (
    <EmptyState icon={<IconMapOff size={40} stroke={1.4} aria-hidden />} py="xl">
      <Title order={1} size="h3">
        This was not found in the project
      </Title>
      <Text c="dimmed" maw={480} ta="center">
        It may have been deleted, or belong to another project.
      </Text>
      <Group justify="center">
        <ButtonLink href={`/${project}/queries?range=all`}>All queries</ButtonLink>
      </Group>
    </EmptyState>
  );
}
