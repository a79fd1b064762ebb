'use client';
import { ActionIcon, Badge, Group, Menu, NativeSelect, Table, Text, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Member } from '#lib/auth/member-schema.ts';
import { callApi, messageOf } from '../../../../_components/call-api.ts';
import { formatCount } from '../../../../_components/number-format.ts';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { ConfirmDialog } from '../_components/confirm-dialog.tsx';
import { ROLES } from '../_components/role-words.ts';
import { type Secret, ShownOnce } from '../_components/shown-once.tsx';

interface MemberTableProps {
  project: string;
  members: readonly Member[];
  tz: string;
  mayManage: boolean;
  mayMakeLinks: boolean;
}

export function MemberTable({ project, members, tz, mayManage, mayMakeLinks }: MemberTableProps) {
  const router = useRouter();
  const [removing, setRemoving] = useState<Member>();
  const [secret, setSecret] = useState<Secret>();
  const makeLink = async (member: Member) => {
    try {
      const { url } = await callApi<{ url: string }>(
        project,
        'POST',
        `/api/v1/members/${member.id}/password-link`,
      );
      setSecret({
        title: `Password link for ${member.name}`,
        words: `Send this to ${member.email}. Whoever opens it sets a new password for the account, once within a day.`,
        text: url,
      });
    } catch (fault) {
      notifications.show({ color: 'red', message: messageOf(fault) });
    }
  };
  return (
    <>
      <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="xs" aria-label="Members">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>E-mail</Table.Th>
              <Table.Th>Role</Table.Th>
              <Table.Th>Last seen</Table.Th>
              <Table.Th ta="end">Labels</Table.Th>
              {mayMakeLinks ? (
                <Table.Th>
                  <VisuallyHidden>Actions</VisuallyHidden>
                </Table.Th>
              ) : null}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {members.map((member) => (
              <Table.Tr key={member.id}>
                <Table.Td>
                  <Group gap={6} wrap="nowrap">
                    <bdi>{member.name}</bdi>
                    {member.isYou ? (
                      <Badge variant="default" size="sm" tt="none">
                        you
                      </Badge>
                    ) : null}
                  </Group>
                </Table.Td>
                <Table.Td>{member.email}</Table.Td>
                <Table.Td>
                  <RoleCell project={project} member={member} mayManage={mayManage} />
                </Table.Td>
                <Table.Td>
                  {member.lastSeenAt === null ? (
                    <Text size="sm" c="dimmed">
                      not signed in
                    </Text>
                  ) : (
                    <time dateTime={member.lastSeenAt}>{formatInstant(member.lastSeenAt, tz, 'minute')}</time>
                  )}
                </Table.Td>
                <Table.Td ta="end">{formatCount(member.labels)}</Table.Td>
                {mayMakeLinks ? (
                  <Table.Td>
                    {member.isLocalOwner ? null : (
                      <Menu position="bottom-end" shadow="md">
                        <Menu.Target>
                          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${member.name}`}>
                            <IconDots size={18} aria-hidden />
                          </ActionIcon>
                        </Menu.Target>
                        <Menu.Dropdown>
                          <Menu.Item onClick={() => void makeLink(member)}>Make a password link</Menu.Item>
                          {mayManage ? (
                            <Menu.Item color="red" onClick={() => setRemoving(member)}>
                              Remove from the project
                            </Menu.Item>
                          ) : null}
                        </Menu.Dropdown>
                      </Menu>
                    )}
                  </Table.Td>
                ) : null}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <ConfirmDialog
        opened={removing !== undefined}
        title={`Remove ${removing?.name ?? ''}`}
        action="Remove"
        onClose={() => setRemoving(undefined)}
        run={async () => {
          await callApi(project, 'DELETE', `/api/v1/members/${removing?.id}`);
          notifications.show({ message: `${removing?.name} is no member any more.` });
          router.refresh();
        }}
      >
        {removing?.email} loses access to this project and is signed out everywhere. Labels stay, and so does
        the name on them.
      </ConfirmDialog>
      <ShownOnce secret={secret} onClose={() => setSecret(undefined)} />
    </>
  );
}

function RoleCell({ project, member, mayManage }: { project: string; member: Member; mayManage: boolean }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  if (!mayManage || member.isLocalOwner)
    return <>{ROLES.find((role) => role.value === member.role)?.label}</>;
  const change = async (role: string) => {
    setBusy(true);
    try {
      await callApi(project, 'PATCH', `/api/v1/members/${member.id}`, { role });
      notifications.show({ message: `${member.name} is ${role} now, and has to sign in again.` });
    } catch (fault) {
      notifications.show({ color: 'red', message: messageOf(fault) });
    }
    setBusy(false);
    router.refresh();
  };
  return (
    <NativeSelect
      size="xs"
      w={120}
      aria-label={`Role of ${member.name}`}
      data={ROLES}
      value={member.role}
      disabled={busy}
      onChange={(event) => void change(event.currentTarget.value)}
    />
  );
}
