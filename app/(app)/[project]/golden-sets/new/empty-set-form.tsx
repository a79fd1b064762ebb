'use client';
import { Alert, Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { callApi } from '../../../../_components/call-api.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';

/** Makes a set without questions, to which queries are added one by one. */
export function EmptySetForm({ project, onMade }: { project: string; onMade: (setId: string) => void }) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const { busy, error, send } = useSubmission();
  const make = () =>
    send(async () => {
      const body = { name, description };
      const { setId } = await callApi<{ setId: string }>(project, 'POST', '/api/v1/golden-sets', body);
      onMade(setId);
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Stack gap="md" maw={480}>
        <Text size="sm">Questions are then written on the set’s page, or kept from the page of a query.</Text>
        <TextInput
          label="Name of the set"
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="What it is for"
          maxLength={2000}
          autosize
          minRows={2}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        {error !== undefined && (
          <Alert variant="default" role="alert">
            {error}
          </Alert>
        )}
        <Group>
          <Button type="submit" loading={busy} disabled={name.trim() === ''}>
            Make the set
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
