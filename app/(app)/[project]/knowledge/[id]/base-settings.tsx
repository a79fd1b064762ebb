'use client';
import { Alert, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { KnowledgeBaseView } from '#lib/pipeline/schema.ts';
import type { ConnectionChoice } from '#lib/providers/schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';
import { AnsweringFields, IndexFields, RetrievalFields } from './settings-fields.tsx';
import { overlapFault, type SettingsValues, settingsBody, settingsOf } from './settings-values.ts';

interface BaseSettingsProps {
  project: string;
  base: KnowledgeBaseView;
  connections: readonly ConnectionChoice[];
  prompts: readonly string[];
}

export function BaseSettings({ project, base, connections, prompts }: BaseSettingsProps) {
  const router = useRouter();
  const [values, setValues] = useState(() => settingsOf(base));
  const [saved, setSaved] = useState(false);
  const { busy, error, send } = useSubmission();
  const set = (part: Partial<SettingsValues>) => {
    setSaved(false);
    setValues({ ...values, ...part });
  };
  const models = connections.filter(({ kind }) => kind === 'openai');
  const stores = connections.filter(({ kind }) => kind !== 'openai');
  const save = () =>
    send(async () => {
      const path = `/api/v1/knowledge/${encodeURIComponent(base.id)}`;
      await callApi(project, 'PATCH', path, settingsBody(values, base));
      setSaved(true);
      router.refresh();
    });
  return (
    <Stack
      component="form"
      gap="sm"
      maw={860}
      onSubmit={(event) => {
        event.preventDefault();
        if (overlapFault(values) === undefined) void save();
        else event.currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      }}
    >
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
        <IndexFields values={values} onChange={set} models={models} stores={stores} />
        <RetrievalFields values={values} onChange={set} />
        <AnsweringFields values={values} onChange={set} models={models} prompts={prompts} />
      </SimpleGrid>
      {error === undefined ? null : (
        <Alert variant="default" role="alert">
          {error}
        </Alert>
      )}
      <Group gap="sm">
        <Button type="submit" variant="default" loading={busy}>
          Save
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {saved
            ? 'Saved. Chunks, model and store change with the next index; the rest at once.'
            : 'Chunks, model and store change with the next index; the rest at once.'}
        </Text>
      </Group>
    </Stack>
  );
}
