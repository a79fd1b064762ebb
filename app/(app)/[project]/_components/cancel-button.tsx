'use client';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { callApi, messageOf } from '../../../_components/call-api.ts';

/** Cancels work in the background by a POST to `path`, and reads the page again. */
export function CancelButton({ project, path }: { project: string; path: string }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const cancel = async () => {
    setBusy(true);
    try {
      await callApi(project, 'POST', path);
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
