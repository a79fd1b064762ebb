'use client';
import { useState } from 'react';
import { messageOf } from './call-api.ts';

/** A form's sending: whether it is under way, and in words why the last try failed. */
export function useSubmission() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const send = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (fault) {
      setError(messageOf(fault));
    }
    setBusy(false);
  };
  return { busy, error, send };
}
