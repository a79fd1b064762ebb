'use client';
import { Button, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { z } from 'zod';
import { filledQueueSchema } from '#lib/labelling/schema.ts';
import { callApi, messageOf } from '../../../../_components/call-api.ts';
import { countOf, formatCount } from '../../../../_components/number-format.ts';

/** Runs the filling rules at once, and says what came of it. */
export function RunRules({ project, queueId }: { project: string; queueId: string }) {
  const router = useRouter();
  const [running, setRunning] = useState(false);
  const [sentence, setSentence] = useState<string>();
  async function run(): Promise<void> {
    setRunning(true);
    try {
      const path = `/api/v1/queues/${queueId}/fill`;
      setSentence(filledWords(await callApi(project, 'POST', path, undefined, filledQueueSchema)));
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

/** Like the line that the run leaves in the list, and what it drew in vain. */
function filledWords({ candidates, selected, added }: z.output<typeof filledQueueSchema>): string {
  const drawnBefore = selected - added;
  const had = drawnBefore > 0 ? `; ${formatCount(drawnBefore)} more were drawn that it had already` : '';
  return `${countOf(added, 'query', 'queries')} added of ${formatCount(candidates)} that arrived and fit${had}.`;
}
