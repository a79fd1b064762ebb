'use client';
import { Alert, Button, Group, Modal, Radio, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import type { QueueView } from '#lib/labelling/schema.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';
import { countOf } from '../../../_components/number-format.ts';

interface DialogProps {
  project: string;
  ids: readonly string[];
  opened: boolean;
  onClose: () => void;
  onDone: (queueId: string) => void;
  action?: string;
}

const NEW_QUEUE = '';

/** Puts the queries into a queue that exists, or into one made for them. */
export function AddToQueueDialog(props: DialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Add to a queue">
      <AddToQueueForm {...props} />
    </Modal>
  );
}

function AddToQueueForm({ project, ids, onClose, onDone, action = 'Add' }: DialogProps) {
  const [queues, setQueues] = useState<QueueView[]>();
  const [chosen, setChosen] = useState(NEW_QUEUE);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();

  useEffect(() => {
    callApi<{ items: QueueView[] }>(project, 'GET', '/api/v1/queues').then(
      ({ items }) => {
        setQueues(items);
        setChosen(items[0]?.id ?? NEW_QUEUE);
      },
      (fault: unknown) => setError(messageOf(fault)),
    );
  }, [project]);

  const add = async () => {
    setBusy(true);
    try {
      const id =
        chosen === NEW_QUEUE
          ? (await callApi<{ id: string }>(project, 'POST', '/api/v1/queues', { name, size: 0 })).id
          : chosen;
      const { added, present } = await callApi<{ added: number; present: number }>(
        project,
        'POST',
        `/api/v1/queues/${encodeURIComponent(id)}/items`,
        { queryIds: ids },
      );
      const already = present === 0 ? '' : `; ${countOf(present, 'query was', 'queries were')} in it already`;
      notifications.show({ message: `${countOf(added, 'query', 'queries')} added to the queue${already}.` });
      onClose();
      onDone(id);
    } catch (fault) {
      setError(messageOf(fault));
      setBusy(false);
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          Queries chosen by hand are no random sample: their labels count in raw numbers only.
        </Text>
        <Radio.Group
          label={`Queue for ${countOf(ids.length, 'query', 'queries')}`}
          value={chosen}
          onChange={setChosen}
        >
          <ScrollArea.Autosize mah={260} type="auto">
            <Stack gap="xs" py="xs">
              {(queues ?? []).map((queue) => (
                <Radio
                  key={queue.id}
                  value={queue.id}
                  label={<bdi>{queue.name}</bdi>}
                  description={`${queue.done} of ${queue.total} done`}
                />
              ))}
              <Radio value={NEW_QUEUE} label="A new queue" />
            </Stack>
          </ScrollArea.Autosize>
        </Radio.Group>
        {chosen === NEW_QUEUE ? (
          <TextInput
            label="Name of the new queue"
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        ) : null}
        {error === undefined ? null : (
          <Alert variant="default" role="alert">
            {error}
          </Alert>
        )}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={busy}
            disabled={queues === undefined || (chosen === NEW_QUEUE && name.trim() === '')}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
