'use client';
import { Alert, Button, Group, Modal, Stack, TagsInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { callApi, messageOf } from '../../../_components/call-api.ts';
import { countOf } from '../../../_components/number-format.ts';

interface DialogProps {
  project: string;
  ids: readonly string[];
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
}

export function TagDialog(props: DialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Tag">
      <TagForm {...props} />
    </Modal>
  );
}

function TagForm({ project, ids, onClose, onDone }: DialogProps) {
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const save = async () => {
    setBusy(true);
    try {
      const { tagged } = await callApi<{ tagged: number }>(project, 'POST', '/api/v1/tags', {
        ids,
        add,
        remove,
      });
      notifications.show({ message: `The tags of ${countOf(tagged, 'query', 'queries')} were changed.` });
      onClose();
      onDone();
    } catch (fault) {
      setError(messageOf(fault));
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack>
        <TagsInput
          label="Add"
          description="Press Enter after each tag."
          value={add}
          onChange={setAdd}
          maxTags={100}
          acceptValueOnBlur
          data-autofocus
        />
        <TagsInput
          label="Remove"
          description="Tags that were logged with a query stay with it."
          value={remove}
          onChange={setRemove}
          maxTags={100}
          acceptValueOnBlur
        />
        {error === undefined ? null : (
          <Alert variant="default" role="alert">
            {error}
          </Alert>
        )}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={add.length + remove.length === 0}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
