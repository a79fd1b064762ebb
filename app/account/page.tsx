import { Container, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { hasCredential, LOCAL_OWNER } from '#lib/auth/local-owner.ts';
import { hasPassword } from '#lib/auth/passwords.ts';
import { listSessions } from '#lib/auth/sessions.ts';
import { getStores } from '#lib/platform/stores.ts';
import { Section } from '../_components/section.tsx';
import { ButtonLink } from '../_components/text-link.tsx';
import { accountPageUser, ownProjects } from '../_server/page-context.ts';
import { ActionButton } from '../(auth)/_components/action-button.tsx';
import { type CredentialField, CredentialForm } from '../(auth)/_components/credential-form.tsx';
import { SessionList } from './session-list.tsx';

export const metadata: Metadata = { title: 'Account' };

const NEW_PASSWORD: CredentialField = { name: 'password', label: 'New password', isNew: true };

export default async function AccountPage() {
  const user = await accountPageUser('/account');
  const stores = getStores();
  const projects = await ownProjects();
  const isUnclaimedOwner = user.id === LOCAL_OWNER && !(await hasCredential(stores));
  return (
    <Container component="main" size="sm" py="xl">
      <Stack gap="xl">
        <div>
          <Title order={1} size="h2">
            Account
          </Title>
          <Text c="dimmed">
            {isUnclaimedOwner ? 'The owner of this installation, signed in by the link.' : user.email}
          </Text>
        </div>
        {projects.length === 0 ? (
          <Text>You are a member of no project. An owner of one can invite you.</Text>
        ) : (
          <ButtonLink href="/" variant="default" w="fit-content">
            To the projects
          </ButtonLink>
        )}
        {isUnclaimedOwner ? <ClaimSection name={user.name} /> : null}
        {isUnclaimedOwner ? null : (
          <>
            <Section title="Name">
              <CredentialForm
                action="/api/auth/account"
                method="PATCH"
                fields={[{ name: 'name', label: 'Name', value: user.name }]}
                submitLabel="Save the name"
              />
            </Section>
            <Section title="Password">
              <Text size="sm">A new password ends your sessions everywhere else.</Text>
              <CredentialForm
                action="/api/auth/account/password"
                fields={[
                  { name: 'email', label: 'E-mail', value: user.email, isFixed: true },
                  ...((await hasPassword(stores, user.id))
                    ? [{ name: 'currentPassword', label: 'Current password' } as const]
                    : []),
                  NEW_PASSWORD,
                ]}
                submitLabel="Change the password"
                done="The password is changed."
              />
            </Section>
          </>
        )}
        <Section title="Where you are signed in">
          <SessionList sessions={await listSessions(stores, user, new Date())} />
          <ActionButton method="DELETE" action="/api/auth/account/sessions" goTo="/account" variant="default">
            End the other sessions
          </ActionButton>
          <ActionButton action="/sign-out" goTo="/sign-in" variant="default">
            Sign out
          </ActionButton>
        </Section>
      </Stack>
    </Container>
  );
}

function ClaimSection({ name }: { name: string }) {
  return (
    <Section title="Sign in without the link">
      <Text size="sm">
        With an e-mail address and a password you can sign in from anywhere this server is reached.
      </Text>
      <CredentialForm
        action="/api/auth/account/owner"
        fields={[
          { name: 'name', label: 'Name', value: name },
          { name: 'email', label: 'E-mail' },
          { ...NEW_PASSWORD, label: 'Password' },
        ]}
        submitLabel="Set e-mail and password"
        goTo="/account"
      />
    </Section>
  );
}
