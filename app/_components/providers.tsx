'use client';
import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { theme } from './theme.ts';

export function Providers({ nonce, children }: { nonce: string; children: ReactNode }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <ModalsProvider>
        <Notifications position="top-right" />
        <NuqsAdapter>{children}</NuqsAdapter>
      </ModalsProvider>
    </MantineProvider>
  );
}
