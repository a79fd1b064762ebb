import { Text } from '@mantine/core';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { findInvitation, type InvitationView } from '#lib/auth/invitations.ts';
import type { SignedInUser } from '#lib/auth/sessions.ts';
import { readSettings } from '#lib/platform/env.ts';
import { getStores } from '#lib/platform/stores.ts';
import { ButtonLink } from '../../../_components/text-link.tsx';
import { signedInUser } from '../../../_server/page-context.ts';
import { ActionButton } from '../../_components/action-button.tsx';
import { AuthFrame } from '../../_components/auth-frame.tsx';
import { CredentialForm } from '../../_components/credential-form.tsx';
import { ProviderButton } from '../../_components/provider-button.tsx';

export const metadata: Metadata = { title: 'Invitation', robots: { index: false } };

const GONE: Record<Exclude<InvitationView['state'], 'open'>, string> = {
  used: 'It was accepted already. If that was you, sign in.',
  revoked: 'It was taken back.',
  expired: 'It is older than seven days.',
};

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await findInvitation(getStores(), token, new Date());
  if (invitation === undefined || invitation.state !== 'open')
    return (
      <AuthFrame title="This invitation does not work any more">
        <Text>
          {invitation === undefined || invitation.state === 'open'
            ? 'There is no such invitation. Check that the whole link was copied.'
            : GONE[invitation.state]}{' '}
          An owner of the project can make a new one.
        </Text>
        <ButtonLink href="/sign-in" variant="default">
          To the sign-in
        </ButtonLink>
      </AuthFrame>
    );
  return (
    <AuthFrame title={`Join ${invitation.project.name}`}>
      <Text>
        {invitation.email} is invited as {invitation.role}.
      </Text>
      {waysToAccept(invitation, token, await signedInUser())}
    </AuthFrame>
  );
}

function waysToAccept(invitation: InvitationView, token: string, user: SignedInUser | undefined): ReactNode {
  const here = `/invite/${token}`;
  const project = `/${invitation.project.slug}/overview`;
  const action = `/api/auth/invitations/${token}/accept`;
  if (user !== undefined && user.email === invitation.email)
    return (
      <ActionButton action={action} goTo={project}>
        Accept the invitation
      </ActionButton>
    );
  if (user !== undefined)
    return (
      <>
        <Text>You are signed in as {user.email}. Sign out to accept it under the invited address.</Text>
        <ActionButton action="/sign-out" goTo={here} variant="default">
          Sign out
        </ActionButton>
      </>
    );
  if (invitation.hasAccount)
    return (
      <>
        <Text>This address has an account. Sign in with it to accept.</Text>
        <ButtonLink href={`/sign-in?next=${encodeURIComponent(here)}`}>Sign in</ButtonLink>
      </>
    );
  const { oidc } = readSettings();
  return (
    <>
      <CredentialForm
        action={action}
        fields={[
          { name: 'email', label: 'E-mail', value: invitation.email, isFixed: true },
          { name: 'name', label: 'Name' },
          { name: 'password', label: 'Password', isNew: true },
        ]}
        submitLabel="Make the account and join"
        goTo={project}
      />
      {oidc === undefined ? null : <ProviderButton name={oidc.name} next={here} />}
    </>
  );
}
