'use client';
import { Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { DialogEnd } from '../../../../_components/dialog-end.tsx';
import { useSubmission } from '../../../../_components/use-submission.ts';

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
  const { busy, error, send } = useSubmission();
  const isConfirmed = typed === undefined || text.trim() === typed;
  const submit = () =>
    send(async () => {
      await run();
      onClose();
    });
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
        <DialogEnd error={error} busy={busy} disabled={!isConfirmed} isDestructive onClose={onClose}>
          {action}
        </DialogEnd>
      </Stack>
    </form>
  );
}
