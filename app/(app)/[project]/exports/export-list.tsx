'use client';
import { Button, Stack, Text, Title } from '@mantine/core';
import { useDocumentVisibility, useInterval } from '@mantine/hooks';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import type { ExportView } from '#lib/export/schema.ts';
import { ExportCard } from './export-card.tsx';
import classes from './exports.module.css';

const POLL_MS = 2000;
const MORE = 60;

interface ExportListProps {
  project: string;
  exports: readonly ExportView[];
  /** Whether there are older ones. */
  hasMore: boolean;
  tz: string;
  /** What formats are called, by their ids. */
  titles: Record<string, string>;
  exclusions: Record<string, string>;
}

/** The exports asked for so far; looks again every two seconds while one is under way. */
export function ExportList({ project, exports, hasMore, tz, titles, exclusions }: ExportListProps) {
  const router = useRouter();
  const search = useSearchParams().toString();
  const showMore = () => {
    const params = new URLSearchParams(search);
    params.set('limit', String(exports.length + MORE));
    router.replace(`?${params}`, { scroll: false });
  };
  const visibility = useDocumentVisibility();
  const isUnderWay = exports.some(({ status }) => status === 'queued' || status === 'running');
  const { start, stop } = useInterval(() => router.refresh(), POLL_MS);
  const running = isUnderWay && visibility === 'visible';
  useEffect(() => {
    if (!running) return;
    start();
    return stop;
  }, [running, start, stop]);

  return (
    <Stack gap="sm" component="section" aria-labelledby="exports-heading">
      <Title order={2} size="h5" id="exports-heading" className={classes.heading ?? ''}>
        Exports so far
      </Title>
      {exports.length === 0 ? (
        <Text c="dimmed">Nothing has been exported from this project.</Text>
      ) : (
        <ul className={classes.list}>
          {exports.map((item) => (
            <li key={item.id}>
              <ExportCard
                project={project}
                item={item}
                title={titles[item.format] ?? item.format}
                tz={tz}
                exclusions={exclusions}
              />
            </li>
          ))}
        </ul>
      )}
      {hasMore ? (
        <Button variant="default" w="fit-content" onClick={showMore}>
          Show older ones
        </Button>
      ) : null}
    </Stack>
  );
}
