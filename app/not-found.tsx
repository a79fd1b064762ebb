import { Center, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { ButtonLink } from './_components/text-link.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack align="center" ta="center">
        <Title order={1} size="h2">
          There is nothing at this address
        </Title>
        <Text c="dimmed">The project may have been renamed, or the link may be incomplete.</Text>
        <ButtonLink href="/">Go to the overview</ButtonLink>
      </Stack>
    </Center>
  );
}
