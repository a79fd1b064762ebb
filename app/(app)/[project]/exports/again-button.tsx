'use client';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Recipe } from '#lib/export/schema.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';

/** Makes an export of the same recipe from the data of now. What its checks find is asked about again. */
export function AgainButton({ project, recipe }: { project: string; recipe: Recipe }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const request = async () => {
    setBusy(true);
    try {
      await callApi(project, 'POST', '/api/v1/exports', recipe);
      router.refresh();
      document.getElementById('exports-heading')?.scrollIntoView({ block: 'start' });
    } catch (fault) {
      notifications.show({ color: 'red', message: messageOf(fault) });
    }
    setBusy(false);
  };
  return (
    <Button size="compact-sm" variant="default" loading={busy} onClick={() => void request()}>
      Make it again
    </Button>
  );
}
