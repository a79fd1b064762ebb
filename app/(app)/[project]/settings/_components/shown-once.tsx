'use client';
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { CodeBlock } from '../../../../_components/code-block.tsx';

export interface Secret {
  title: string;
  /** What it is for, and until when. */
  words: string;
  text: string;
}

/** A link or key that nobody can be shown again. */
export function ShownOnce({ secret, onClose }: { secret: Secret | undefined; onClose: () => void }) {
  return (
    <Modal
      opened={secret !== undefined}
      onClose={onClose}
      title={secret?.title}
      size="lg"
      closeOnClickOutside={false}
    >
      <Stack>
        <Text>{secret?.words}</Text>
        <CodeBlock text={secret?.text ?? ''} label={secret?.title ?? ''} />
        <Alert variant="default">It is shown this once. Copy it now; it cannot be looked up later.</Alert>
        <Group justify="end">
          <Button onClick={onClose}>I have copied it</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
