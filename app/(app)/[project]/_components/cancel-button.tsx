'use client';
import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { callApi } from '../../../_components/call-api.ts';
import { useRequest } from '../../../_components/use-request.ts';

/** Cancels work in the background by a POST to `path`, and reads the page again. */
export function CancelButton({ project, path }: { project: string; path: string }) {
  const router = useRouter();
  const { busy, send } = useRequest();
  const cancel = async () => {
    await send(async () => {
      await callApi(project, 'POST', path);
    });
    router.refresh();
  };
  return (
    <Button size="compact-sm" variant="default" loading={busy} onClick={() => void cancel()}>
      Cancel
    </Button>
  );
}
