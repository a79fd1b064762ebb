'use client';
import { ActionIcon, Badge, Group, Menu, NativeSelect, Table, Text, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import type { Member } from '#lib/auth/member-schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { formatCount } from '../../../../_components/number-format.ts';
import { useRequest } from '../../../../_components/use-request.ts';
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
  const { send } = useRequest();
  const makeLink = (member: Member) =>
    send(async () => {
      const path = `/api/v1/members/${member.id}/password-link`;
      const { url } = await callApi<{ url: string }>(project, 'POST', path);
      setSecret({
        title: `Password link for ${member.name}`,
        words: `Send this to ${member.email}. Whoever opens it sets a new password for the account, once within a day.`,
        text: url,
      });
    });
  return (
    <>
      <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="xs" aria-label="Members" style={{ overflowWrap: 'break-word' }}>
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
              <MemberRow
                key={member.id}
                member={member}
                tz={tz}
                role={<RoleCell project={project} member={member} mayManage={mayManage} />}
              >
                {mayMakeLinks ? (
                  <Table.Td>
                    {member.isLocalOwner ? null : (
                      <MemberMenu
                        member={member}
                        onLink={() => void makeLink(member)}
                        onRemove={mayManage ? () => setRemoving(member) : undefined}
                      />
                    )}
                  </Table.Td>
                ) : null}
              </MemberRow>
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

/** What is known of a member; `children` is the cell with what can be done. */
function MemberRow({
  member,
  tz,
  role,
  children,
}: {
  member: Member;
  tz: string;
  role: ReactNode;
  children: ReactNode;
}) {
  return (
    <Table.Tr>
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
      <Table.Td>{role}</Table.Td>
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
      {children}
    </Table.Tr>
  );
}

function MemberMenu({
  member,
  onLink,
  onRemove,
}: {
  member: Member;
  onLink: () => void;
  onRemove: (() => void) | undefined;
}) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${member.name}`}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onLink}>Make a password link</Menu.Item>
        {onRemove === undefined ? null : (
          <Menu.Item color="red" onClick={onRemove}>
            Remove from the project
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function RoleCell({ project, member, mayManage }: { project: string; member: Member; mayManage: boolean }) {
  const router = useRouter();
  const { busy, send } = useRequest();
  if (!mayManage || member.isLocalOwner)
    return <>{ROLES.find((role) => role.value === member.role)?.label}</>;
  const change = async (role: string) => {
    await send(async () => {
      await callApi(project, 'PATCH', `/api/v1/members/${member.id}`, { role });
      notifications.show({ message: `${member.name} is ${role} now, and has to sign in again.` });
    });
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
