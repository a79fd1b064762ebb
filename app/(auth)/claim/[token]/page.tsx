import { Text } from '@mantine/core';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { isUnclaimed } from '#lib/auth/local-owner.ts';
import { isSignInLink } from '#lib/auth/sign-in-links.ts';
import { getStores } from '#lib/platform/stores.ts';
import { AuthFrame } from '../../_components/auth-frame.tsx';
import { CredentialForm } from '../../_components/credential-form.tsx';

export const metadata: Metadata = { title: 'Make the owner account', robots: { index: false } };

/** Where the first link leads on a server that others can reach. */
export default async function ClaimPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const stores = getStores();
  if (!(await isUnclaimed(stores)) || !(await isSignInLink(stores, token, new Date())))
    redirect('/sign-in?failed');
  return (
    <AuthFrame title="Make the owner account">
      <Text>
        Others can reach this server, so it needs an account before anything else. The owner may do everything
        in every project, and invites the others.
      </Text>
      <CredentialForm
        action="/api/auth/claim"
        extra={{ token }}
        fields={[
          { name: 'name', label: 'Name' },
          { name: 'email', label: 'E-mail' },
          { name: 'password', label: 'Password', isNew: true },
        ]}
        submitLabel="Make the account"
        goTo="/"
      />
    </AuthFrame>
  );
}
