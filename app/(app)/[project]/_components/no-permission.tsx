'use client';
import { EmptyState, Group, Text, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useParams } from 'next/navigation';
import { ButtonLink } from '../../../_components/text-link.tsx';

/** In place of a page that the reader's role does not reach; `roles` says whose it is. */
export function NoPermission({ roles }: { roles: string }) {
  const { project } = useParams<{ project: string }>();
  return (
    <EmptyState icon={<IconLock size={40} stroke={1.4} aria-hidden />} py="xl">
      <Title order={1} size="h3">
        Your role does not reach this page
      </Title>
      <Text c="dimmed" maw={480} ta="center">
        In this project it is for {roles}. An owner can give you another role.
      </Text>
      <Group justify="center">
        <ButtonLink href={`/${project}/overview`}>Go to the overview</ButtonLink>
      </Group>
    </EmptyState>
  );
}
