'use client';
import { Button, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { filledQueueSchema } from '#lib/labelling/schema.ts';
import { callApi, messageOf } from '../../../../_components/call-api.ts';
import { countOf } from '../../../../_components/number-format.ts';

/** Runs the filling rules at once, and says what came of it. */
export function RunRules({ project, queueId }: { project: string; queueId: string }) {
  const router = useRouter();
  const [running, setRunning] = useState(false);
  const [sentence, setSentence] = useState<string>();
  async function run(): Promise<void> {
    setRunning(true);
    try {
      const path = `/api/v1/queues/${queueId}/fill`;
      const { candidates, selected } = await callApi(project, 'POST', path, undefined, filledQueueSchema);
      setSentence(`${countOf(selected, 'query', 'queries')} chosen of ${candidates} that arrived and fit.`);
      router.refresh();
    } catch (error) {
      setSentence(messageOf(error));
    } finally {
      setRunning(false);
    }
  }
  return (
    <>
      <Button size="compact-sm" variant="default" loading={running} onClick={() => void run()}>
        Run now
      </Button>
      <Text size="sm" role="status">
        {sentence ?? ''}
      </Text>
    </>
  );
}
