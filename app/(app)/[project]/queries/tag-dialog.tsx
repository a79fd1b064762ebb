'use client';
import { Modal, Stack, TagsInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { callApi } from '../../../_components/call-api.ts';
import { DialogEnd } from '../../../_components/dialog-end.tsx';
import { countOf } from '../../../_components/number-format.ts';
import { useSubmission } from '../../../_components/use-submission.ts';

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
  const { busy, error, send } = useSubmission();
  const save = () =>
    send(async () => {
      const { tagged } = await callApi<{ tagged: number }>(project, 'POST', '/api/v1/tags', {
        ids,
        add,
        remove,
      });
      notifications.show({ message: `The tags of ${countOf(tagged, 'query', 'queries')} were changed.` });
      onClose();
      onDone();
    });
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
        <DialogEnd error={error} busy={busy} disabled={add.length + remove.length === 0} onClose={onClose}>
          Save
        </DialogEnd>
      </Stack>
    </form>
  );
}
