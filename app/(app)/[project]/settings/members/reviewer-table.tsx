'use client';
import { Button, Modal, NativeSelect, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Member, Reviewer } from '#lib/auth/member-schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { DialogEnd } from '../../../../_components/dialog-end.tsx';
import { countOf, formatCount } from '../../../../_components/number-format.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';

interface ReviewerTableProps {
  project: string;
  reviewers: readonly Reviewer[];
  members: readonly Member[];
  mayManage: boolean;
}

/** Imported names and former members, whose labels count like everyone's. */
export function ReviewerTable({ project, reviewers, members, mayManage }: ReviewerTableProps) {
  const [claiming, setClaiming] = useState<Reviewer>();
  return (
    <>
      <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table
          verticalSpacing="xs"
          aria-label="Reviewers without access"
          style={{ overflowWrap: 'break-word' }}
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>From</Table.Th>
              <Table.Th ta="end">Labels</Table.Th>
              {mayManage ? (
                <Table.Th>
                  <VisuallyHidden>Actions</VisuallyHidden>
                </Table.Th>
              ) : null}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {reviewers.map((reviewer) => (
              <Table.Tr key={reviewer.id}>
                <Table.Td>
                  <bdi>{reviewer.name}</bdi>
                </Table.Td>
                <Table.Td>{reviewer.isFormerMember ? 'former member' : 'an import or API key'}</Table.Td>
                <Table.Td ta="end">{formatCount(reviewer.labels)}</Table.Td>
                {mayManage ? (
                  <Table.Td ta="end">
                    {reviewer.isFormerMember ? null : (
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`${reviewer.name} is a member`}
                        onClick={() => setClaiming(reviewer)}
                      >
                        Is a member
                      </Button>
                    )}
                  </Table.Td>
                ) : null}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Modal
        opened={claiming !== undefined}
        onClose={() => setClaiming(undefined)}
        title={`Who is ${claiming?.name ?? ''}?`}
      >
        {claiming === undefined ? null : (
          <ClaimForm
            project={project}
            reviewer={claiming}
            members={members}
            onClose={() => setClaiming(undefined)}
          />
        )}
      </Modal>
    </>
  );
}

function ClaimForm({
  project,
  reviewer,
  members,
  onClose,
}: {
  project: string;
  reviewer: Reviewer;
  members: readonly Member[];
  onClose: () => void;
}) {
  const router = useRouter();
  const [memberId, setMemberId] = useState(members[0]?.id ?? '');
  const { busy, error, send } = useSubmission();
  const claim = () =>
    send(async () => {
      const path = `/api/v1/members/${memberId}/claim`;
      const { labels } = await callApi<{ labels: number }>(project, 'POST', path, {
        reviewerId: reviewer.id,
      });
      notifications.show({ message: `${countOf(labels, 'label was', 'labels were')} moved.` });
      onClose();
      router.refresh();
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void claim();
      }}
    >
      <Stack>
        <Text>
          The labels of <bdi>{reviewer.name}</bdi> become the member's. Where both labelled a query, both
          labels are kept and the later one counts. This cannot be undone.
        </Text>
        <NativeSelect
          label="Member"
          data={members.map((member) => ({ value: member.id, label: `${member.name} (${member.email})` }))}
          value={memberId}
          onChange={(event) => setMemberId(event.currentTarget.value)}
        />
        <DialogEnd error={error} busy={busy} onClose={onClose}>
          Join them
        </DialogEnd>
      </Stack>
    </form>
  );
}
