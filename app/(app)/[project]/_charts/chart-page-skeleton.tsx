import { Box, Group, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import classes from './charts.module.css';
import { ChartSkeletons } from './charts.tsx';

/** A page of charts that is on its way, at its final height. */
export function ChartPageSkeleton({ charts }: { charts: number }) {
  return (
    <Box aria-busy="true">
      <VisuallyHidden role="status">Loading</VisuallyHidden>
      <Stack gap="md" aria-hidden>
        <Skeleton h={34} w={180} />
        <Group gap="xs">
          <Skeleton h={36} w={150} />
          <Skeleton h={36} w={260} maw="60%" />
          <Skeleton h={36} w={150} />
          <Skeleton h={36} w={180} />
        </Group>
        <Skeleton h={22} maw={720} />
        <div className={classes.grid}>
          <ChartSkeletons charts={charts} />
        </div>
      </Stack>
    </Box>
  );
}
