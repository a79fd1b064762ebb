'use client';
import { Button, Table, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Deployment } from '#lib/quality/deployment-schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { cutText } from '../../../../_components/cut-text.ts';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { DIMENSION_WORDS } from '../../_charts/dimension-words.ts';
import { ConfirmDialog } from '../_components/confirm-dialog.tsx';

/** A version may have 512 letters. */
const SHOWN_LENGTH = 60;

export function DeploymentTable(props: { project: string; deployments: readonly Deployment[]; tz: string }) {
  const { project, tz } = props;
  const router = useRouter();
  const [deleting, setDeleting] = useState<Deployment>();
  return (
    <>
      <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="xs" aria-label="Deployments" style={{ overflowWrap: 'break-word' }}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>When</Table.Th>
              <Table.Th>What</Table.Th>
              <Table.Th>Environment</Table.Th>
              <Table.Th>Note</Table.Th>
              <Table.Th>By</Table.Th>
              <Table.Th>
                <VisuallyHidden>Actions</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {props.deployments.map((deployment) => (
              <Table.Tr key={deployment.id}>
                <Table.Td>
                  <time dateTime={deployment.at}>{formatInstant(deployment.at, tz, 'minute')}</time>
                </Table.Td>
                <Table.Td miw={140} maw={280} style={{ overflowWrap: 'anywhere' }}>
                  {DIMENSION_WORDS[deployment.dimension]} <bdi>{deployment.version}</bdi>
                </Table.Td>
                <Table.Td maw={200} style={{ overflowWrap: 'anywhere' }}>
                  <bdi>{deployment.environment}</bdi>
                </Table.Td>
                <Table.Td maw={280} style={{ overflowWrap: 'anywhere' }}>
                  <bdi>{deployment.note}</bdi>
                </Table.Td>
                <Table.Td>
                  <bdi>{deployment.createdBy}</bdi>
                </Table.Td>
                <Table.Td ta="end">
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Delete ${deployment.version}`}
                    onClick={() => setDeleting(deployment)}
                  >
                    Delete
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <ConfirmDialog
        opened={deleting !== undefined}
        title={`Delete the mark of ${cutText(deleting?.version ?? '', SHOWN_LENGTH)}?`}
        action="Delete"
        onClose={() => setDeleting(undefined)}
        run={async () => {
          await callApi(project, 'DELETE', `/api/v1/deployments/${deleting?.id}`);
          notifications.show({
            message: `${cutText(deleting?.version ?? '', SHOWN_LENGTH)} is off the time axes.`,
          });
          router.refresh();
        }}
      >
        It disappears from the charts of everyone. The queries are not touched.
      </ConfirmDialog>
    </>
  );
}
