'use client';
import { Alert, Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { callServer, messageOf } from '../../_components/call-api.ts';

/** A button that sends one request and then goes somewhere, with the reason under it where that was refused. */
export function ActionButton({
  method = 'POST',
  action,
  goTo,
  children,
  variant = 'filled',
}: {
  method?: 'POST' | 'DELETE';
  action: string;
  goTo: string;
  children: string;
  variant?: 'filled' | 'default';
}) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const send = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      await callServer(method, action, method === 'POST' ? {} : undefined);
      window.location.assign(goTo);
    } catch (error) {
      setFault(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <Stack gap="xs">
      <Button variant={variant} loading={busy} onClick={() => void send()}>
        {children}
      </Button>
      {fault === undefined ? null : (
        <Alert variant="light" color="red" role="alert">
          {fault}
        </Alert>
      )}
    </Stack>
  );
}
