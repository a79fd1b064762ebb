'use client';
import { Button, Table, Text, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import type { Invitation } from '#lib/auth/schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { useRequest } from '../../../../_components/use-request.ts';
import { formatInstant } from '../../../../_components/zoned-time.ts';

export function InvitationList({
  project,
  invitations,
  tz,
}: {
  project: string;
  invitations: readonly Invitation[];
  tz: string;
}) {
  if (invitations.length === 0)
    return (
      <Text size="sm" c="dimmed">
        No invitation is open.
      </Text>
    );
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing="xs" aria-label="Open invitations" style={{ overflowWrap: 'break-word' }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>E-mail</Table.Th>
            <Table.Th>Role</Table.Th>
            <Table.Th>Valid until</Table.Th>
            <Table.Th>
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {invitations.map((invitation) => (
            <Table.Tr key={invitation.id}>
              <Table.Td>
                {invitation.email}
                {invitation.personName === null ? null : (
                  <Text size="xs" c="dimmed">
                    becomes <bdi>{invitation.personName}</bdi>
                  </Text>
                )}
              </Table.Td>
              <Table.Td>{invitation.role}</Table.Td>
              <Table.Td>
                <time dateTime={invitation.expiresAt}>
                  {formatInstant(invitation.expiresAt, tz, 'minute')}
                </time>
              </Table.Td>
              <Table.Td ta="end">
                <RevokeButton project={project} invitation={invitation} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function RevokeButton({ project, invitation }: { project: string; invitation: Invitation }) {
  const router = useRouter();
  const { busy, send } = useRequest();
  const revoke = async () => {
    await send(async () => {
      await callApi(project, 'DELETE', `/api/v1/invitations/${invitation.id}`);
      notifications.show({ message: `The invitation of ${invitation.email} was taken back.` });
    });
    router.refresh();
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={busy}
      aria-label={`Take back the invitation of ${invitation.email}`}
      onClick={() => void revoke()}
    >
      Take back
    </Button>
  );
}
