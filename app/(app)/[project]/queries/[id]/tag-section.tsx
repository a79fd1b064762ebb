'use client';
import { Badge, Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import { Section } from '../../../../_components/section.tsx';
import { TagDialog } from '../tag-dialog.tsx';

interface TagSectionProps {
  project: string;
  id: string;
  tags: readonly string[];
  mayEdit: boolean;
}

export function TagSection({ project, id, tags, mayEdit }: TagSectionProps) {
  const router = useRouter();
  const [editing, { open, close }] = useDisclosure();
  return (
    <Section
      title="Tags"
      aside={
        mayEdit ? (
          <Button size="compact-sm" variant="subtle" onClick={open}>
            Change
          </Button>
        ) : null
      }
    >
      {tags.length === 0 ? (
        <Text size="sm" c="dimmed">
          None
        </Text>
      ) : (
        <Group gap={6}>
          {tags.map((tag) => (
            <Badge key={tag} variant="default" radius="sm" tt="none" fw={500}>
              <bdi>{tag}</bdi>
            </Badge>
          ))}
        </Group>
      )}
      <TagDialog
        project={project}
        ids={[id]}
        opened={editing}
        onClose={close}
        onDone={() => router.refresh()}
      />
    </Section>
  );
}
