'use client';
import { ActionIcon, Alert, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconFileImport, IconTrash } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import type { GoldenSetView } from '#lib/golden-sets/schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';
import { ImportForm } from '../new/import-form.tsx';
import { QuestionDialog } from './question-dialog.tsx';

/** The heading of a set, with what can be done to it. */
export function SetActions({
  project,
  set,
  mayWrite,
  children,
}: {
  project: string;
  set: GoldenSetView;
  mayWrite: boolean;
  children: ReactNode;
}) {
  const router = useRouter();
  const [adding, add] = useDisclosure();
  const [importing, imports] = useDisclosure();
  const [deleting, deletion] = useDisclosure();
  const showLatest = () => {
    imports.close();
    router.push(`/${project}/golden-sets/${set.id}`);
    router.refresh();
  };
  return (
    <Group justify="space-between">
      {children}
      {mayWrite && (
        <Group gap="xs">
          <Button variant="default" onClick={add.open}>
            Add a question
          </Button>
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <ActionIcon variant="default" size={36} aria-label="More for this set">
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconFileImport size={16} aria-hidden />} onClick={imports.open}>
                Import questions…
              </Menu.Item>
              <Menu.Item
                leftSection={<IconTrash size={16} color="var(--fl-bad)" aria-hidden />}
                onClick={deletion.open}
              >
                Delete this set…
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      )}
      {adding && (
        <QuestionDialog
          project={project}
          setId={set.id}
          version={set.version}
          onClose={add.close}
          onSaved={showLatest}
        />
      )}
      <Modal opened={importing} onClose={imports.close} title="Import questions" size="lg">
        <ImportForm project={project} setId={set.id} onMade={showLatest} />
      </Modal>
      <DeleteDialog project={project} set={set} opened={deleting} onClose={deletion.close} />
    </Group>
  );
}

function DeleteDialog({
  project,
  set,
  opened,
  onClose,
}: {
  project: string;
  set: GoldenSetView;
  opened: boolean;
  onClose: () => void;
}) {
  const router = useRouter();
  const { busy, error, send } = useSubmission();
  const remove = () =>
    send(async () => {
      await callApi(project, 'DELETE', `/api/v1/golden-sets/${encodeURIComponent(set.id)}`);
      router.push(`/${project}/golden-sets`);
      router.refresh();
    });
  return (
    <Modal opened={opened} onClose={onClose} title="Delete this set">
      <Stack>
        <Text>
          With it go all its versions, and exports no longer keep its questions out of training data. This
          cannot be undone.
        </Text>
        {error !== undefined && (
          <Alert variant="default" role="alert">
            {error}
          </Alert>
        )}
        <Group justify="end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button color="red" loading={busy} onClick={() => void remove()}>
            Delete
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
