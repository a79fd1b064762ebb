'use client';
import { Stack, Text, Title } from '@mantine/core';
import { useDocumentVisibility, useInterval } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import type { ExportView } from '#lib/export/schema.ts';
import { ExportCard } from './export-card.tsx';
import classes from './exports.module.css';

const POLL_MS = 2000;

interface ExportListProps {
  project: string;
  exports: readonly ExportView[];
  tz: string;
  exclusions: Record<string, string>;
}

/** The exports asked for so far; looks again every two seconds while one is under way. */
export function ExportList({ project, exports, tz, exclusions }: ExportListProps) {
  const router = useRouter();
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
      <Title order={2} size="h5" id="exports-heading">
        Exports so far
      </Title>
      {exports.length === 0 ? (
        <Text c="dimmed">Nothing has been exported from this project.</Text>
      ) : (
        <ul className={classes.list}>
          {exports.map((item) => (
            <li key={item.id}>
              <ExportCard project={project} item={item} tz={tz} exclusions={exclusions} />
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}
