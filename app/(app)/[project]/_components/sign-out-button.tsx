'use client';
import { ActionIcon, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconLogout } from '@tabler/icons-react';
import { useState } from 'react';

/**
 * Under the referrer policy of the pages a plain form would be sent with "Origin: null", which the server
 * takes for another site. A request of the page's own names its origin.
 */
export function SignOutButton() {
  const [busy, setBusy] = useState(false);
  const signOut = async () => {
    setBusy(true);
    const answer = await fetch('/sign-out', { method: 'POST' }).catch(() => undefined);
    if (answer?.ok) window.location.assign('/sign-in');
    else {
      setBusy(false);
      notifications.show({ color: 'red', message: 'The server did not answer; you are still signed in.' });
    }
  };
  return (
    <Tooltip label="Sign out">
      <ActionIcon
        variant="subtle"
        color="gray"
        c="inherit"
        size="lg"
        aria-label="Sign out"
        loading={busy}
        onClick={() => void signOut()}
      >
        <IconLogout size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
