'use client';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { messageOf } from './call-api.ts';

/** A button's or menu's request: whether it is under way. Why it failed is told in a notification. */
export function useRequest() {
  const [busy, setBusy] = useState(false);
  const send = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    try {
      await work();
    } catch (fault) {
      notifications.show({ color: 'red', message: messageOf(fault) });
    }
    setBusy(false);
  };
  return { busy, send };
}
