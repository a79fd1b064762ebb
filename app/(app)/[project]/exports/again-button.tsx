'use client';
import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import type { Recipe } from '#lib/export/schema.ts';
import { callApi } from '../../../_components/call-api.ts';
import { useRequest } from '../../../_components/use-request.ts';

/** Makes an export of the same recipe from the data of now. What its checks find is asked about again. */
export function AgainButton({ project, recipe }: { project: string; recipe: Recipe }) {
  const router = useRouter();
  const { busy, send } = useRequest();
  const request = () =>
    send(async () => {
      await callApi(project, 'POST', '/api/v1/exports', recipe);
      router.refresh();
      document.getElementById('exports-heading')?.scrollIntoView({ block: 'start' });
    });
  return (
    <Button size="compact-sm" variant="default" loading={busy} onClick={() => void request()}>
      Make it again
    </Button>
  );
}
