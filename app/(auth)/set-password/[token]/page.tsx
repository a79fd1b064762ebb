import { Text } from '@mantine/core';
import type { Metadata } from 'next';
import { findPasswordLink } from '#lib/auth/password-links.ts';
import { getStores } from '#lib/platform/stores.ts';
import { AuthFrame } from '../../_components/auth-frame.tsx';
import { CredentialForm } from '../../_components/credential-form.tsx';

export const metadata: Metadata = { title: 'Set a password', robots: { index: false } };

export default async function SetPasswordPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const link = await findPasswordLink(getStores(), token, new Date());
  if (link === undefined)
    return (
      <AuthFrame title="This link does not work any more">
        <Text>
          A link that sets a password works once, for a day. Ask an owner or admin of your project for a new
          one.
        </Text>
      </AuthFrame>
    );
  return (
    <AuthFrame title="Set a password">
      <Text>Wherever you are signed in, you will have to sign in again.</Text>
      <CredentialForm
        action={`/api/auth/password-links/${token}`}
        fields={[
          { name: 'email', label: 'E-mail', value: link.email, isFixed: true },
          { name: 'password', label: 'New password', isNew: true },
        ]}
        submitLabel="Set the password"
        goTo="/sign-in"
      />
    </AuthFrame>
  );
}
