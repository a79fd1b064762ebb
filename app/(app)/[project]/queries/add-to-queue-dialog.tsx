'use client';
import { Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { QueueView } from '#lib/labelling/schema.ts';
import { callApi } from '../../../_components/call-api.ts';
import { countOf } from '../../../_components/number-format.ts';
import { CollectionForm } from './collection-form.tsx';

const QUEUES = '/api/v1/queues';

interface DialogProps {
  project: string;
  ids: readonly string[];
  opened: boolean;
  onClose: () => void;
  onDone: (queueId: string) => void;
  action?: string;
}

/** Puts the queries into a queue that exists, or into one made for them. */
export function AddToQueueDialog({ project, ids, opened, onClose, onDone, action = 'Add' }: DialogProps) {
  const add = async (chosen: string | undefined, name: string) => {
    const { id } =
      chosen === undefined
        ? await callApi<{ id: string }>(project, 'POST', QUEUES, { name, size: 0 })
        : { id: chosen };
    const { added, present } = await callApi<{ added: number; present: number }>(
      project,
      'POST',
      `${QUEUES}/${encodeURIComponent(id)}/items`,
      { queryIds: ids },
    );
    const already = present === 0 ? '' : `; ${countOf(present, 'query was', 'queries were')} in it already`;
    notifications.show({ message: `${countOf(added, 'query', 'queries')} added to the queue${already}.` });
    onClose();
    onDone(id);
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Add to a queue">
      <CollectionForm<QueueView>
        project={project}
        path={QUEUES}
        noun="queue"
        label={`Queue for ${countOf(ids.length, 'query', 'queries')}`}
        description={(queue) => `${queue.done} of ${queue.total} done`}
        action={action}
        put={add}
        onClose={onClose}
      >
        Queries chosen by hand are no random sample: their labels count in raw numbers only.
      </CollectionForm>
    </Modal>
  );
}
