'use client';
import { Button, Code, EmptyState, Group, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** A page that could not be made: a sentence, what may be done, and the number under which the log has it. */
export function Fault({
  title,
  children,
  reference,
  onRetry,
  level = 1,
}: {
  title: string;
  children: ReactNode;
  reference?: string | undefined;
  onRetry?: () => void;
  level?: 1 | 2;
}) {
  return (
    <EmptyState icon={<IconAlertTriangle size={40} stroke={1.4} aria-hidden />} role="alert" py="xl">
      <Title order={level} size="h3">
        {title}
      </Title>
      <Text c="dimmed" maw={480} ta="center">
        {children}
      </Text>
      {reference === undefined ? null : (
        <Text size="sm" c="dimmed">
          The log has it under <Code>{reference}</Code>.
        </Text>
      )}
      {onRetry === undefined ? null : (
        <Group justify="center">
          <Button onClick={onRetry}>Try again</Button>
        </Group>
      )}
    </EmptyState>
  );
}
