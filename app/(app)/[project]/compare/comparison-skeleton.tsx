import { Group, Skeleton, Stack, VisuallyHidden } from '@mantine/core';

/** As large as the comparison that comes. */
export function ComparisonSkeleton() {
  return (
    <>
      <VisuallyHidden role="status">Loading</VisuallyHidden>
      <Stack gap="md" aria-hidden>
        <Group grow>
          <Skeleton h={110} radius="md" />
          <Skeleton h={110} radius="md" />
        </Group>
        <Skeleton h={24} w="70%" />
        <Skeleton h={720} radius="md" />
      </Stack>
    </>
  );
}
