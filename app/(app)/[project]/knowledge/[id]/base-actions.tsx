'use client';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { IconFolder, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { UploadAnswer } from '#lib/pipeline/schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';
import { UploadFiles } from '../_components/upload-files.tsx';
import { UploadOutcome } from '../_components/upload-outcome.tsx';

interface BaseActionsProps {
  project: string;
  id: string;
  folder: string | null;
  documents: number;
}

/** Documents in, and an index of them. What is uploaded is indexed at once; only what changed is cut and embedded. */
export function BaseActions({ project, id, folder, documents }: BaseActionsProps) {
  const router = useRouter();
  const { busy, error, send } = useSubmission();
  const path = `/api/v1/knowledge/${encodeURIComponent(id)}`;
  const index = async () => {
    const { status } = await callApi<{ status: string }>(project, 'POST', `${path}/index`);
    if (status === 'unchanged')
      notifications.show({ message: 'Nothing has changed: the index is as the documents are.' });
    router.refresh();
  };
  const remove = async () => {
    await callApi(project, 'DELETE', path);
    router.push(`/${project}/knowledge`);
  };
  return (
    <Stack gap="sm">
      {folder === null ? (
        <UploadFiles
          project={project}
          baseId={() => Promise.resolve(id)}
          label="Upload files"
          onUploaded={index}
        />
      ) : (
        <FolderSync project={project} path={path} folder={folder} onRead={index} />
      )}
      <Group gap="sm">
        <Button
          variant="default"
          disabled={documents === 0}
          loading={busy}
          leftSection={<IconRefresh size={16} aria-hidden />}
          onClick={() => void send(index)}
        >
          Index again
        </Button>
        <Button
          variant="default"
          leftSection={<IconTrash size={16} color="var(--fl-bad)" aria-hidden />}
          onClick={() =>
            modals.openConfirmModal({
              title: 'Delete this knowledge base',
              children: (
                <Text>Its documents, indices and vectors go. Queries that were asked of it stay.</Text>
              ),
              labels: { confirm: 'Delete', cancel: 'Keep it' },
              confirmProps: { color: 'red' },
              onConfirm: () => void send(remove),
            })
          }
        >
          Delete
        </Button>
      </Group>
      {error === undefined ? null : (
        <Alert variant="default" role="alert">
          {error}
        </Alert>
      )}
    </Stack>
  );
}

function FolderSync({
  project,
  path,
  folder,
  onRead,
}: {
  project: string;
  path: string;
  folder: string;
  onRead: () => Promise<void>;
}) {
  const { busy, error, send } = useSubmission();
  const [read, setRead] = useState<UploadAnswer & { removed: number }>();
  const sync = () =>
    send(async () => {
      const answer = await callApi<UploadAnswer & { removed: number }>(project, 'POST', `${path}/sync`);
      setRead(answer);
      if (answer.files.some(({ status }) => status !== 'refused')) await onRead();
    });
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Button loading={busy} leftSection={<IconFolder size={16} aria-hidden />} onClick={() => void sync()}>
          Read the folder
        </Button>
        <Text size="sm" c="dimmed">
          <bdi>{folder}</bdi>
        </Text>
      </Group>
      {read === undefined ? null : <UploadOutcome files={read.files} />}
      {error === undefined ? null : (
        <Alert variant="default" role="alert">
          {error}
        </Alert>
      )}
    </Stack>
  );
}
