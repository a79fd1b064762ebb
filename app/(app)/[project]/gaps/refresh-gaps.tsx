'use client';
import { Button, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { callApi } from '../../../_components/call-api.ts';
import { useSubmission } from '../../../_components/use-submission.ts';

/** Looks for gaps at once, for somebody who has just labelled or mended something. */
export function RefreshGaps({ project }: { project: string }) {
  const router = useRouter();
  const { busy, error, send } = useSubmission();
  const refresh = () =>
    send(async () => {
      await callApi(project, 'POST', '/api/v1/gaps/refresh');
      router.refresh();
    });
  return (
    <div>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={busy}
        onClick={() => void refresh()}
      >
        Look again
      </Button>
      {error === undefined ? null : (
        <Text size="sm" role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}
