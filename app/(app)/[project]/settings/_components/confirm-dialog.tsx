'use client';
import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { messageOf } from '../../../../_components/call-api.ts';

interface ConfirmDialogProps {
  opened: boolean;
  title: string;
  children: ReactNode;
  action: string;
  /** What must be typed first; nothing where it is left out. */
  typed?: string;
  run: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something that cannot be undone, and stays open with the reason where it fails. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title}>
      <ConfirmForm {...props} />
    </Modal>
  );
}

function ConfirmForm({ children, action, typed, run, onClose }: ConfirmDialogProps) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const isConfirmed = typed === undefined || text.trim() === typed;
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await run();
      onClose();
    } catch (fault) {
      setError(messageOf(fault));
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isConfirmed) void submit();
      }}
    >
      <Stack>
        <Text component="div">{children}</Text>
        {typed === undefined ? null : (
          <TextInput
            label={
              <>
                Type <strong>{typed}</strong> to confirm
              </>
            }
            autoComplete="off"
            value={text}
            data-autofocus
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        {error === undefined ? null : (
          <Alert variant="default" role="alert">
            {error}
          </Alert>
        )}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" color="red" loading={busy} disabled={!isConfirmed}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
