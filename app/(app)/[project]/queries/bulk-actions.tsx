'use client';
import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconStack2, IconTag } from '@tabler/icons-react';
import { AddToQueueDialog } from './add-to-queue-dialog.tsx';
import type { ListPermissions } from './list-permissions.ts';
import { TagDialog } from './tag-dialog.tsx';

/** What can be done with the chosen queries. */
export function BulkActions({
  project,
  ids,
  may,
  onDone,
  onClear,
}: {
  project: string;
  ids: readonly string[];
  may: ListPermissions;
  onDone: () => void;
  onClear: () => void;
}) {
  const [queueOpen, queue] = useDisclosure();
  const [tagOpen, tag] = useDisclosure();
  return (
    <>
      <Text fw={500} role="status">
        {ids.length} chosen
      </Text>
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        {may.queue ? (
          <Button size="compact-sm" leftSection={<IconStack2 size={16} aria-hidden />} onClick={queue.open}>
            Add to a queue
          </Button>
        ) : null}
        {may.tag ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconTag size={16} aria-hidden />}
            onClick={tag.open}
          >
            Tag
          </Button>
        ) : null}
        <Button size="compact-sm" variant="subtle" onClick={onClear}>
          Choose none
        </Button>
      </div>
      <AddToQueueDialog
        project={project}
        ids={ids}
        opened={queueOpen}
        onClose={queue.close}
        onDone={onDone}
      />
      <TagDialog project={project} ids={ids} opened={tagOpen} onClose={tag.close} onDone={onDone} />
    </>
  );
}
