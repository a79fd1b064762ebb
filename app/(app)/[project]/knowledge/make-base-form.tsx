'use client';
import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { callApi } from '../../../_components/call-api.ts';
import { Section } from '../../../_components/section.tsx';
import { useSubmission } from '../../../_components/use-submission.ts';

export function MakeBaseForm({ project, mayReadFolders }: { project: string; mayReadFolders: boolean }) {
  const router = useRouter();
  const [name, setName] = useState('');
  const [folder, setFolder] = useState('');
  const { busy, error, send } = useSubmission();
  const make = () =>
    send(async () => {
      const { id } = await callApi<{ id: string }>(project, 'POST', '/api/v1/knowledge', {
        name,
        folder: folder.trim() === '' ? null : folder,
      });
      router.push(`/${project}/knowledge/${id}`);
    });
  return (
    <Section title="New knowledge base">
      <Stack
        component="form"
        gap="sm"
        maw={560}
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <TextInput
          label="Name"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Folder on the server"
          description={
            mayReadFolders
              ? 'Below the folder that the operator allowed. Leave it empty to upload files.'
              : 'Switched off: the operator can allow one with FAULTLINE_KNOWLEDGE_FOLDER. Files can be uploaded.'
          }
          disabled={!mayReadFolders}
          value={folder}
          onChange={(event) => setFolder(event.currentTarget.value)}
        />
        {error === undefined ? null : (
          <Alert variant="default" role="alert">
            {error}
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={busy} disabled={name.trim() === ''}>
            Make it
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}
