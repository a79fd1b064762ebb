import { Alert, Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';

interface DialogEndProps {
  /** Why the last try failed, in words. */
  error: string | undefined;
  busy: boolean;
  disabled?: boolean;
  /** Set where it cannot be undone. */
  isDestructive?: boolean;
  onClose: () => void;
  /** What the way out says, where it is not “Cancel”. */
  wayOut?: string;
  /** What the button that submits says. */
  children: ReactNode;
}

/** The end of a form in a dialog: what went wrong, the way out, and the button that submits. */
export function DialogEnd({
  error,
  busy,
  disabled = false,
  isDestructive,
  onClose,
  wayOut = 'Cancel',
  children,
}: DialogEndProps) {
  return (
    <>
      {error === undefined ? null : (
        <Alert variant="default" role="alert">
          {error}
        </Alert>
      )}
      <Group justify="end">
        <Button variant="default" onClick={onClose}>
          {wayOut}
        </Button>
        <Button type="submit" loading={busy} disabled={disabled} {...(isDestructive ? { color: 'red' } : {})}>
          {children}
        </Button>
      </Group>
    </>
  );
}
