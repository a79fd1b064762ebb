'use client';
import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { setNonce } from 'get-nonce';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { theme } from './theme.ts';

export function Providers({ nonce, children }: { nonce: string; children: ReactNode }) {
  const documentNonce = useDocumentNonce(nonce);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => documentNonce}>
      <ModalsProvider>
        <Notifications position="top-right" />
        <NuqsAdapter>{children}</NuqsAdapter>
      </ModalsProvider>
    </MantineProvider>
  );
}

/** The browser believes the nonce that the document came with; a refresh draws the layout with another one. */
function useDocumentNonce(nonce: string): string {
  const [first] = useState(nonce);
  // For the style that keeps the page still behind a dialog.
  if (typeof window !== 'undefined') setNonce(first);
  return first;
}
