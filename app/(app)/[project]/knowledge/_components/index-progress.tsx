'use client';
import { Button, Group, Progress, Text } from '@mantine/core';
import { useDocumentVisibility, useInterval } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import type { IndexView } from '#lib/pipeline/schema.ts';
import { callApi, messageOf } from '../../../../_components/call-api.ts';
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
        {mayManage ? <CancelButton project={project} id={index.id} /> : null}
      </Group>
    </div>
  );
}

function CancelButton({ project, id }: { project: string; id: string }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const cancel = async () => {
    setBusy(true);
    try {
      await callApi(project, 'POST', `/api/v1/knowledge-indices/${encodeURIComponent(id)}/cancel`);
    } catch (fault) {
      notifications.show({ color: 'red', message: messageOf(fault) });
    }
    setBusy(false);
    router.refresh();
  };
  return (
    <Button size="compact-sm" variant="default" loading={busy} onClick={() => void cancel()}>
      Cancel
    </Button>
  );
}
