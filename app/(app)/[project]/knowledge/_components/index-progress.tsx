'use client';
import { Group, Progress, Text } from '@mantine/core';
import { useDocumentVisibility, useInterval } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import type { IndexView } from '#lib/pipeline/schema.ts';
import { CancelButton } from '../../_components/cancel-button.tsx';
import { isUnderWay, progressOf } from './index-words.ts';

const POLL_MS = 1000;

/** How far an index is; the page is read again every second while one is under way. */
export function IndexProgress({
  project,
  index,
  mayManage,
}: {
  project: string;
  index: IndexView;
  mayManage: boolean;
}) {
  const router = useRouter();
  const visibility = useDocumentVisibility();
  const { start, stop } = useInterval(() => router.refresh(), POLL_MS);
  const running = isUnderWay(index) && visibility === 'visible';
  useEffect(() => {
    if (!running) return;
    start();
    return stop;
  }, [running, start, stop]);
  if (!isUnderWay(index)) return null;
  const { words, share } = progressOf(index);
  return (
    <div role="status" style={{ width: '100%' }}>
      <Progress value={100 * share} aria-label="Indexing" transitionDuration={0} />
      <Group justify="space-between" gap="xs" mt={4}>
        <Text size="sm">{words}</Text>
        {mayManage ? (
          <CancelButton
            project={project}
            path={`/api/v1/knowledge-indices/${encodeURIComponent(index.id)}/cancel`}
          />
        ) : null}
      </Group>
    </div>
  );
}
