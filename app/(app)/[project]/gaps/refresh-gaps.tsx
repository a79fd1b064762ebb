'use client';
import { Button, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { callApi, messageOf } from '../../../_components/call-api.ts';

/** Looks for gaps at once, for somebody who has just labelled or mended something. */
export function RefreshGaps({ project }: { project: string }) {
  const router = useRouter();
  const [state, setState] = useState<{ isBusy: boolean; fault?: string }>({ isBusy: false });
  const refresh = async () => {
    setState({ isBusy: true });
    try {
      await callApi(project, 'POST', '/api/v1/gaps/refresh');
      router.refresh();
      setState({ isBusy: false });
    } catch (error) {
      setState({ isBusy: false, fault: messageOf(error) });
    }
  };
  return (
    <div>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={state.isBusy}
        onClick={() => void refresh()}
      >
        Look again
      </Button>
      {state.fault === undefined ? null : (
        <Text size="sm" role="alert">
          {state.fault}
        </Text>
      )}
    </div>
  );
}
