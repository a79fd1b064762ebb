import { Alert, Code, Divider, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { isUnclaimed } from '#lib/auth/local-owner.ts';
import { returnPath } from '#lib/auth/return-path.ts';
import { readSettings } from '#lib/platform/env.ts';
import { getStores } from '#lib/platform/stores.ts';
import { signedInUser } from '../../_server/page-context.ts';
import { AuthFrame } from '../_components/auth-frame.tsx';
import { CredentialForm } from '../_components/credential-form.tsx';
import { ProviderButton } from '../_components/provider-button.tsx';
import { providerFault } from './provider-fault.ts';

export const metadata: Metadata = { title: 'Sign in' };

type Params = Record<string, string | string[] | undefined>;

/** A single-use link is redeemed by the route beside this page; here is only what to do without one. */
export default async function SignInPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { failed, error, next } = await searchParams;
  const goTo = returnPath(next);
  if ((await signedInUser()) !== undefined) redirect(goTo);
  const { oidc } = readSettings();
  const isNew = await isUnclaimed(getStores());
  return (
    <AuthFrame title="Sign in to Faultline">
      {failed === undefined ? null : (
        <Alert variant="light" color="yellow" title="This link does not work any more" role="alert">
          A sign-in link works once, for a day. Make a new one as below.
        </Alert>
      )}
      {error === undefined ? null : (
        <Alert variant="light" color="red" title="The sign-in was refused" role="alert">
          {providerFault(error)}
        </Alert>
      )}
      {isNew ? (
        <Text>
          Nobody has made the owner's account yet. Open the sign-in link that was printed when Faultline
          started, or make a new one as below.
        </Text>
      ) : (
        <>
          <CredentialForm
            action="/api/auth/sign-in"
            fields={[
              { name: 'email', label: 'E-mail' },
              { name: 'password', label: 'Password' },
            ]}
            submitLabel="Sign in"
            goTo={goTo}
          />
          {oidc === undefined ? null : <ProviderButton name={oidc.name} next={goTo} />}
          <Text size="sm" c="dimmed">
            Forgotten the password? An owner or admin of your project can make a link that sets a new one.
          </Text>
          <Divider label="On the machine that runs Faultline" />
        </>
      )}
      <Text size="sm">A sign-in link for the owner, in the folder in which Faultline is installed:</Text>
      <Code block>npm run sign-in</Code>
    </AuthFrame>
  );
}
