'use client';
import { Button, Code, Table, Text, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ApiKeyView } from '#lib/auth/api-key-schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { formatCount } from '../../../../_components/number-format.ts';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { ConfirmDialog } from '../_components/confirm-dialog.tsx';

interface KeyTableProps {
  project: string;
  keys: readonly ApiKeyView[];
  tz: string;
}

export function KeyTable({ project, keys, tz }: KeyTableProps) {
  const router = useRouter();
  const [revoking, setRevoking] = useState<ApiKeyView>();
  return (
    <>
      <Table.ScrollContainer minWidth={960} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="xs" aria-label="API keys" style={{ overflowWrap: 'break-word' }}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Key</Table.Th>
              <Table.Th>Scopes</Table.Th>
              <Table.Th>Made</Table.Th>
              <Table.Th miw={100}>Last used</Table.Th>
              <Table.Th miw={90}>Expires</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Th>
                <VisuallyHidden>Actions</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {keys.map((key) => (
              <Table.Tr key={key.id}>
                <Table.Td>
                  <bdi>{key.name}</bdi>
                  {key.eventsPerMinute === null ? null : (
                    <Text size="xs" c="dimmed">
                      {formatCount(key.eventsPerMinute)} events a minute
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  <Code>{key.prefix}…</Code>
                  <Text size="xs" c="dimmed">
                    {key.id}
                  </Text>
                </Table.Td>
                <Table.Td>{key.scopes.join(', ')}</Table.Td>
                <Table.Td>
                  <Moment iso={key.createdAt} tz={tz} />
                </Table.Td>
                <Table.Td>
                  {key.lastUsedAt === null ? 'never' : <Moment iso={key.lastUsedAt} tz={tz} />}
                </Table.Td>
                <Table.Td>
                  {key.expiresAt === null ? 'never' : <Moment iso={key.expiresAt} tz={tz} />}
                </Table.Td>
                <Table.Td>
                  <Text size="sm" fw={key.status === 'active' ? 600 : 400}>
                    {key.status}
                  </Text>
                </Table.Td>
                <Table.Td ta="end">
                  {key.status === 'active' ? (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`Revoke ${key.name}, ${key.prefix}`}
                      onClick={() => setRevoking(key)}
                    >
                      Revoke
                    </Button>
                  ) : null}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <ConfirmDialog
        opened={revoking !== undefined}
        title="Revoke this key?"
        action="Revoke"
        typed={revoking?.name ?? ''}
        onClose={() => setRevoking(undefined)}
        run={async () => {
          await callApi(project, 'POST', `/api/v1/keys/${revoking?.id}/revoke`);
          notifications.show({ message: `${revoking?.name} is revoked and refused within five seconds.` });
          router.refresh();
        }}
      >
        Whatever still sends with {revoking?.prefix}… is refused within five seconds. This cannot be undone.
        To change over without a gap, make a second key of the same name first.
      </ConfirmDialog>
    </>
  );
}

function Moment({ iso, tz }: { iso: string; tz: string }) {
  return <time dateTime={iso}>{formatInstant(iso, tz, 'minute')}</time>;
}
