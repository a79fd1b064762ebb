'use client';
import { Alert, Button, Stack, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { GateId } from '#lib/export/gates.ts';
import type { ExportView } from '#lib/export/schema.ts';
import { callApi } from '../../../_components/call-api.ts';
import { useSubmission } from '../../../_components/use-submission.ts';
import { GateList } from './gate-list.tsx';

/** What holds an export back, and the reasons with which it may go on. */
export function HeldExport({ project, item }: { project: string; item: ExportView }) {
  const router = useRouter();
  const [reasons, setReasons] = useState<Partial<Record<GateId, string>>>({});
  const { busy, error, send } = useSubmission();
  const stops = item.findings.filter(({ level, override }) => level === 'stop' && override === undefined);
  const isComplete = stops.every(({ gate }) => (reasons[gate]?.trim().length ?? 0) >= 3);
  const pass = () =>
    send(async () => {
      const overrides = stops.map(({ gate }) => ({ gate, reason: reasons[gate] ?? '' }));
      await callApi(project, 'POST', `/api/v1/exports/${encodeURIComponent(item.id)}/override`, {
        overrides,
      });
      router.refresh();
    });
  return (
    <Stack gap="sm">
      <Text size="sm">
        No files were made. Mend what the checks found and make a new export, or say why this one may go on.
      </Text>
      <GateList
        project={project}
        findings={stops}
        exportId={item.id}
        reasons={reasons}
        onReason={(gate, reason) => setReasons((given) => ({ ...given, [gate]: reason }))}
      />
      <Button w="fit-content" loading={busy} disabled={!isComplete} onClick={() => void pass()}>
        Make the files all the same
      </Button>
      {error === undefined ? null : (
        <Alert variant="default" role="alert">
          {error}
        </Alert>
      )}
    </Stack>
  );
}
