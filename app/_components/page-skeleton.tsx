import { Box, Group, Skeleton, Stack, VisuallyHidden } from '@mantine/core';

/** The shape of a page that is on its way: a heading, a row of controls, and lines of the given height. */
export function PageSkeleton({ lines = 12, lineHeight = 44 }: { lines?: number; lineHeight?: number }) {
  return (
    <Box aria-busy="true">
      <VisuallyHidden role="status">Loading</VisuallyHidden>
      <Stack gap="md" aria-hidden>
        <Skeleton h={34} w={180} />
        <Group gap="xs">
          <Skeleton h={36} w={140} />
          <Skeleton h={36} w={260} maw="60%" />
          <Skeleton h={36} w={90} />
        </Group>
        <Stack gap={6}>
          {Array.from({ length: lines }, (_, i) => i).map((line) => (
            <Skeleton key={line} h={lineHeight} />
          ))}
        </Stack>
      </Stack>
    </Box>
  );
}
