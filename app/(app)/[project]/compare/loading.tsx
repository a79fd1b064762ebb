import { Group, Skeleton, Stack } from '@mantine/core';
import { ComparisonSkeleton } from './comparison-skeleton.tsx';

export default function Loading() {
  return (
    <Stack gap="md" aria-busy="true">
      <Skeleton h={34} w={180} />
      <Group gap="xs">
        <Skeleton h={36} w={150} />
        <Skeleton h={36} w={260} maw="60%" />
      </Group>
      <Skeleton h={62} />
      <ComparisonSkeleton />
    </Stack>
  );
}
