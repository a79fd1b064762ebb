'use client';
import { Table, Text } from '@mantine/core';
import type { AuditEventView } from '#lib/auth/audit-schema.ts';
import { cutText } from '../../../../_components/cut-text.ts';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { actionWords } from './audit-words.ts';

const KINDS: Record<string, string> = { key: 'API key', system: 'the server', nobody: '' };
const DETAIL_LENGTH = 200;

export function AuditTable({ events, tz }: { events: readonly AuditEventView[]; tz: string }) {
  return (
    <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table verticalSpacing="xs" aria-label="Audit log" style={{ overflowWrap: 'break-word' }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Time ({tz})</Table.Th>
            <Table.Th>Who</Table.Th>
            <Table.Th>Action</Table.Th>
            <Table.Th>Subject</Table.Th>
            <Table.Th>Detail</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <Table.Tr key={event.id}>
              <Table.Td>
                <time dateTime={event.at}>{formatInstant(event.at, tz, 'minute')}</time>
              </Table.Td>
              <Table.Td>
                <bdi>{event.actorName}</bdi>
                {KINDS[event.actorKind] ? (
                  <Text size="xs" c="dimmed">
                    {KINDS[event.actorKind]}
                  </Text>
                ) : null}
              </Table.Td>
              <Table.Td>{actionWords(event.action)}</Table.Td>
              <Table.Td miw={120} style={{ overflowWrap: 'anywhere' }}>
                <bdi>{event.subject ?? ''}</bdi>
              </Table.Td>
              <Table.Td miw={160} style={{ overflowWrap: 'anywhere' }}>
                <Text size="sm" c="dimmed">
                  <bdi>{detailWords(event.detail)}</bdi>
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function detailWords(detail: Record<string, unknown>): string {
  const words = Object.entries(detail)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(' ') : String(value)}`)
    .join(', ');
  return cutText(words, DETAIL_LENGTH);
}
