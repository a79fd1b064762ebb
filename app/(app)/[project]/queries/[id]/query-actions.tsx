'use client';
import { ActionIcon, Alert, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import {
  IconCertificate,
  IconChecklist,
  IconDots,
  IconRepeat,
  IconStack2,
  IconTrash,
} from '@tabler/icons-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { callApi, messageOf } from '../../../../_components/call-api.ts';
import { ButtonLink } from '../../../../_components/text-link.tsx';
import { AddToQueueDialog } from '../add-to-queue-dialog.tsx';
import { KeepInGoldenSetDialog } from '../keep-in-golden-set-dialog.tsx';

interface QueryActionsProps {
  project: string;
  id: string;
  mayLabel: boolean;
  mayQueue: boolean;
  mayKeep: boolean;
  mayDelete: boolean;
  mayAsk: boolean;
}

export function QueryActions(props: QueryActionsProps) {
  const { project, id, mayLabel, mayQueue, mayKeep, mayDelete, mayAsk } = props;
  const router = useRouter();
  const [queueing, queue] = useDisclosure();
  const [keeping, keep] = useDisclosure();
  const [deleting, deletion] = useDisclosure();
  return (
    <>
      {mayLabel ? (
        <ButtonLink
          size="xs"
          h={30}
          leftSection={<IconChecklist size={16} aria-hidden />}
          href={`/${project}/queries/${encodeURIComponent(id)}/label`}
          prefetch={false}
        >
          Label this
        </ButtonLink>
      ) : null}
      {mayAsk ? (
        <ButtonLink
          size="xs"
          h={30}
          variant="default"
          leftSection={<IconRepeat size={16} aria-hidden />}
          href={`/${project}/ask?replay=${encodeURIComponent(id)}`}
          prefetch={false}
        >
          Ask again
        </ButtonLink>
      ) : null}
      {mayQueue || mayKeep || mayDelete ? (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon variant="default" size={30} aria-label="More for this query">
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayQueue ? (
              <Menu.Item leftSection={<IconStack2 size={16} aria-hidden />} onClick={queue.open}>
                Add to a queue…
              </Menu.Item>
            ) : null}
            {mayKeep ? (
              <Menu.Item leftSection={<IconCertificate size={16} aria-hidden />} onClick={keep.open}>
                Keep in a golden set…
              </Menu.Item>
            ) : null}
            {mayDelete ? (
              <Menu.Item
                leftSection={<IconTrash size={16} color="var(--fl-bad)" aria-hidden />}
                onClick={deletion.open}
              >
                Delete this query…
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <AddToQueueDialog
        project={project}
        ids={[id]}
        opened={queueing}
        onClose={queue.close}
        onDone={(queueId) => router.push(`/${project}/queues/${encodeURIComponent(queueId)}/label`)}
        action="Add and label"
      />
      <KeepInGoldenSetDialog project={project} queryId={id} opened={keeping} onClose={keep.close} />
      <DeleteQueryDialog project={project} id={id} opened={deleting} onClose={deletion.close} />
    </>
  );
}

function DeleteQueryDialog({
  project,
  id,
  opened,
  onClose,
}: {
  project: string;
  id: string;
  opened: boolean;
  onClose: () => void;
}) {
  const router = useRouter();
  const params = useSearchParams();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const remove = async () => {
    setBusy(true);
    try {
      await callApi(project, 'DELETE', `/api/v1/queries/${encodeURIComponent(id)}`);
      notifications.show({ message: 'The query was deleted.' });
      router.push(`/${project}/queries?${params}`);
    } catch (fault) {
      setError(messageOf(fault));
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Delete this query">
      <Stack>
        <Text>With it go its feedback, tags, labels and places in queues. This cannot be undone.</Text>
        {error === undefined ? null : (
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
