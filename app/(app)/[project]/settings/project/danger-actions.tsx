'use client';
import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ProjectView } from '#lib/auth/project-schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { ConfirmDialog } from '../_components/confirm-dialog.tsx';

/** Archiving, restoring and deleting, each after a question. */
export function DangerActions({ settings }: { settings: ProjectView }) {
  const router = useRouter();
  const [asked, setAsked] = useState<'archive' | 'delete'>();
  const { slug, name } = settings;
  const isArchived = settings.archivedAt !== null;
  const setArchived = async () => {
    await callApi(slug, 'POST', `/api/v1/project/${isArchived ? 'restore' : 'archive'}`);
    notifications.show({ message: isArchived ? `${name} is in use again.` : `${name} is archived.` });
    router.refresh();
  };
  return (
    <Paper withBorder radius="md" p="md">
      <Stack>
        <Group justify="space-between">
          <Text maw={520}>
            {isArchived
              ? 'This project is archived: its pages can be read, and nothing is taken in.'
              : 'An archived project can be read and takes nothing in. It can be restored at any time.'}
          </Text>
          <Button variant="default" onClick={() => setAsked('archive')}>
            {isArchived ? 'Restore' : 'Archive'}
          </Button>
        </Group>
        <Group justify="space-between">
          <Text maw={520}>
            Deleting erases every query, label, export, key and member of the project. It cannot be undone.
          </Text>
          <Button color="red" variant="outline" onClick={() => setAsked('delete')}>
            Delete
          </Button>
        </Group>
      </Stack>
      <ConfirmDialog
        opened={asked === 'archive'}
        title={isArchived ? `Restore ${name}?` : `Archive ${name}?`}
        action={isArchived ? 'Restore' : 'Archive'}
        onClose={() => setAsked(undefined)}
        run={setArchived}
      >
        {isArchived
          ? 'Its keys work again, within five seconds.'
          : 'Whatever is sent to it is refused within five seconds and is lost unless the sender keeps it.'}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'delete'}
        title={`Delete ${name}?`}
        action="Delete for good"
        typed={name}
        onClose={() => setAsked(undefined)}
        run={async () => {
          await callApi(slug, 'DELETE', '/api/v1/project', { confirmName: name });
          notifications.show({ message: `${name} is deleted. Its rows are erased in the background.` });
          router.push('/projects');
          router.refresh();
        }}
      >
        The project is gone for everyone at once, and its data is erased within minutes.
      </ConfirmDialog>
    </Paper>
  );
}
