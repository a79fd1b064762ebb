'use client';
import { Group, Loader, Modal, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { callApi, messageOf } from '../../../_components/call-api.ts';
import { DialogEnd } from '../../../_components/dialog-end.tsx';
import { countOf } from '../../../_components/number-format.ts';

interface DialogProps {
  project: string;
  apiQuery: string;
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
}

interface Deletion {
  matching: number;
  deleted: number;
}

/** Deletes all queries that match the filter, after their number was counted and typed. */
export function DeleteDialog(props: DialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Delete all queries that match">
      <DeleteForm {...props} />
    </Modal>
  );
}

function DeleteForm({ project, apiQuery, onClose, onDone }: DialogProps) {
  const [matching, setMatching] = useState<number>();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  // Without a filter all queries are meant; how many those are is shown and typed.
  const path = `/api/v1/queries?all=true${apiQuery === '' ? '' : `&${apiQuery}`}`;

  // Without a number to confirm, the server only counts.
  useEffect(() => {
    callApi<Deletion>(project, 'DELETE', path).then(
      (answer) => setMatching(answer.matching),
      (fault: unknown) => setError(messageOf(fault)),
    );
  }, [project, path]);

  const remove = async () => {
    setBusy(true);
    try {
      const { deleted } = await callApi<Deletion>(project, 'DELETE', `${path}&confirm=${matching}`);
      notifications.show({ message: `${countOf(deleted, 'query was', 'queries were')} deleted.` });
      onClose();
      onDone();
    } catch (fault) {
      setError(messageOf(fault));
      setBusy(false);
    }
  };

  const confirmed = matching !== undefined && typed.replaceAll(/[\s,.]/g, '') === String(matching);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (confirmed) void remove();
      }}
    >
      <Stack>
        {matching === undefined ? (
          error === undefined ? (
            <Group gap="xs">
              <Loader size="sm" aria-hidden />
              <Text role="status">Counting…</Text>
            </Group>
          ) : null
        ) : (
          <>
            <Text>
              {countOf(matching, 'query matches', 'queries match')}, on all pages together. With them go their
              feedback, tags, labels and places in queues. This cannot be undone.
            </Text>
            <TextInput
              label={
                <>
                  Type <strong>{matching}</strong> to delete them
                </>
              }
              inputMode="numeric"
              autoComplete="off"
              value={typed}
              data-autofocus
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          </>
        )}
        <DialogEnd
          error={error}
          busy={busy}
          disabled={!confirmed}
          isDestructive
          wayOut="Keep them"
          onClose={onClose}
        >
          Delete
        </DialogEnd>
      </Stack>
    </form>
  );
}
