'use client';
import { EmptyState, Group, Text, Title } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { useParams, usePathname } from 'next/navigation';
import { ButtonLink } from '../../_components/text-link.tsx';

/** Where the way back from a page of a section leads, and its words; from all others, to the queries. */
const LISTS = new Map([
  ['queues', ['queues', 'All queues']],
  ['knowledge', ['knowledge', 'All knowledge bases']],
  ['golden-sets', ['golden-sets', 'All golden sets']],
  ['adjudicate', ['adjudicate', 'All disputes']],
]);

export default function NotFoundInProject() {
  const { project } = useParams<{ project: string }>();
  const section = usePathname().split('/')[2] ?? '';
  const [path, words] = LISTS.get(section) ?? ['queries?range=all', 'All queries'];
  return (
    <EmptyState icon={<IconMapOff size={40} stroke={1.4} aria-hidden />} py="xl">
      <Title order={1} size="h3">
        This was not found in the project
      </Title>
      <Text c="dimmed" maw={480} ta="center">
        It may have been deleted, or belong to another project.
      </Text>
      <Group justify="center">
        <ButtonLink href={`/${project}/${path}`}>{words}</ButtonLink>
      </Group>
    </EmptyState>
  );
}
