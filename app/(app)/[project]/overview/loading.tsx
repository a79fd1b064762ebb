import { Box, Group, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import chartClasses from '../_charts/charts.module.css';
import { ChartSkeletons } from '../_charts/charts.tsx';
import classes from './overview.module.css';

export default function Loading() {
  return (
    <Box aria-busy="true">
      <VisuallyHidden role="status">Loading</VisuallyHidden>
      <Stack gap="md" aria-hidden>
        <Skeleton h={34} w={180} />
        <Group gap="xs">
          <Skeleton h={36} w={150} />
          <Skeleton h={36} w={260} maw="60%" />
          <Skeleton h={36} w={170} />
        </Group>
        <Skeleton h={62} radius="md" />
        <Skeleton h={112} radius="md" />
        <div className={classes.columns}>
          <Skeleton h={460} radius="md" />
          <Skeleton h={460} radius="md" />
        </div>
        <div className={chartClasses.grid}>
          <ChartSkeletons charts={4} />
        </div>
      </Stack>
    </Box>
  );
}
