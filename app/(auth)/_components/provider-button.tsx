'use client';
import { Alert, Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { z } from 'zod';
import { callServer, messageOf } from '../../_components/call-api.ts';

/** Starts a sign-in with the OpenID Connect provider and comes back to `next`. */
export function ProviderButton({ name, next }: { name: string; next: string }) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const start = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      const { url } = await callServer('POST', '/api/auth/oidc', { next }, z.object({ url: z.url() }));
      window.location.assign(url);
    } catch (error) {
      setFault(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <Stack gap="xs">
      <Button variant="default" loading={busy} onClick={() => void start()}>
        Sign in with {name}
      </Button>
      {fault === undefined ? null : (
        <Alert variant="light" color="red" role="alert">
          {fault}
        </Alert>
      )}
    </Stack>
  );
}
