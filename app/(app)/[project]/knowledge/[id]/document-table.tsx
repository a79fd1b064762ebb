'use client';
import { ActionIcon, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import type { DocumentView } from '#lib/pipeline/schema.ts';
import { formatBytes } from '#lib/platform/format-bytes.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { TextLink } from '../../../../_components/text-link.tsx';
import { useRequest } from '../../../../_components/use-request.ts';
import { formatInstant } from '../../../../_components/zoned-time.ts';

interface DocumentTableProps {
  project: string;
  baseId: string;
  tz: string;
  items: readonly DocumentView[];
  nextCursor: string | null;
  mayManage: boolean;
}

export function DocumentTable({ project, baseId, tz, items, nextCursor, mayManage }: DocumentTableProps) {
  const router = useRouter();
  const { send } = useRequest();
  const here = `/${project}/knowledge/${encodeURIComponent(baseId)}`;
  const remove = async (id: string) => {
    await send(async () => {
      await callApi(project, 'DELETE', `/api/v1/knowledge-documents/${encodeURIComponent(id)}`);
      notifications.show({ message: 'The document was taken out. Index again, and questions miss it too.' });
    });
    router.refresh();
  };
  if (items.length === 0) return <Text c="dimmed">No documents yet. Upload some files.</Text>;
  return (
    <>
      <Table.ScrollContainer
        minWidth={620}
        maxHeight={420}
        scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      >
        <Table stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Document</Table.Th>
              <Table.Th>Title</Table.Th>
              <Table.Th>Size</Table.Th>
              <Table.Th>Changed</Table.Th>
              {mayManage ? <Table.Th aria-label="Actions" /> : null}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item) => (
              <Table.Tr key={item.id}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>
                  <TextLink
                    href={`${here}/documents/${encodeURIComponent(item.id)}`}
                    prefetch={false}
                    size="sm"
                    underline="always"
                  >
                    <bdi>{item.name}</bdi>
                  </TextLink>
                </Table.Td>
                <Table.Td>
                  <bdi>{item.title}</bdi>
                </Table.Td>
                <Table.Td>{formatBytes(item.bytes)}</Table.Td>
                <Table.Td>{formatInstant(item.updatedAt, tz, 'minute')}</Table.Td>
                {mayManage ? (
                  <Table.Td>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={`Take out ${item.name}`}
                      onClick={() => void remove(item.id)}
                    >
                      <IconTrash size={16} aria-hidden />
                    </ActionIcon>
                  </Table.Td>
                ) : null}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {nextCursor === null ? null : (
        <TextLink href={`${here}?cursor=${encodeURIComponent(nextCursor)}`} size="sm" underline="always">
          Next documents
        </TextLink>
      )}
    </>
  );
}
