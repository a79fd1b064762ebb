import { Alert, Center, Code, Paper, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { isSignedIn } from '../../_server/page-context.ts';

export const metadata: Metadata = { title: 'Sign in' };

/** The link itself is redeemed by the route beside this page; here is only what to do without one. */
export default async function SignInPage({ searchParams }: { searchParams: Promise<{ failed?: string }> }) {
  if (await isSignedIn()) redirect('/');
  const { failed } = await searchParams;
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder p="xl" maw={520}>
        <Stack>
          <Title order={1} size="h2">
            Sign in to Faultline
          </Title>
          {failed === undefined ? null : (
            <Alert variant="default" title="This link does not work any more" role="alert">
              A sign-in link works once, for a day. Make a new one as below.
            </Alert>
          )}
          <Text>
            Open the sign-in link that was printed when Faultline started. To get a new link, run this in the
            folder in which Faultline is installed:
          </Text>
          <Code block>npm run sign-in</Code>
          <Text size="sm" c="dimmed">
            A link works once. Whoever holds the session is the owner of every project here.
          </Text>
        </Stack>
      </Paper>
    </Center>
  );
}
