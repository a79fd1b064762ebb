'use client';
import { Modal, type ModalProps, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { callApi } from '../../../_components/call-api.ts';
import { DialogEnd } from '../../../_components/dialog-end.tsx';
import { useSubmission } from '../../../_components/use-submission.ts';

interface SaveViewDialogProps {
  project: string;
  page: string;
  search: string;
  /** Whether it is open, and what closes it. */
  dialog: ModalProps;
}

/** Asks for a name under which everyone in the project finds the page as it stands. */
export function SaveViewDialog(props: SaveViewDialogProps) {
  return (
    <Modal {...props.dialog} title="Save this view">
      <SaveViewForm {...props} />
    </Modal>
  );
}

function SaveViewForm({ project, page, search, dialog: { onClose } }: SaveViewDialogProps) {
  const [name, setName] = useState('');
  const { busy, error, send } = useSubmission();
  const save = () =>
    send(async () => {
      await callApi(project, 'POST', '/api/v1/saved-views', { name, page, search });
      notifications.show({ message: `${name} is saved for everyone in this project.` });
      onClose();
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') void save();
      }}
    >
      <Stack>
        <Text size="sm">
          This page with its range, filters and settings, for everyone in the project. A range such as “last 7
          days” goes on moving.
        </Text>
        <TextInput
          label="Name"
          autoComplete="off"
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <DialogEnd error={error} busy={busy} disabled={name.trim() === ''} onClose={onClose}>
          Save
        </DialogEnd>
      </Stack>
    </form>
  );
}
