'use client';
import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { FormatRule } from '#lib/quality/format-schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { ConfirmDialog } from '../_components/confirm-dialog.tsx';
import { FormatForm } from './format-form.tsx';
import { definitionWords, KIND_WORDS } from './format-values.ts';

/** The rules in force, and the form for one of them or a new one. */
export function FormatRules({
  project,
  rules,
  tz,
}: {
  project: string;
  rules: readonly FormatRule[];
  tz: string;
}) {
  const router = useRouter();
  const [editing, setEditing] = useState<FormatRule | 'new' | undefined>(
    rules.length === 0 ? 'new' : undefined,
  );
  const [deleting, setDeleting] = useState<FormatRule>();
  return (
    <>
      {rules.length === 0 ? (
        <Text c="dimmed">This project asks for no format yet.</Text>
      ) : (
        <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
          {rules.map((rule) => (
            <Paper key={rule.id} component="li" withBorder radius="md" p="sm">
              <Group justify="space-between" align="flex-start" gap="sm">
                <div style={{ minWidth: 0, flex: '1 1 260px' }}>
                  <Text fw={600}>
                    <bdi>{rule.name}</bdi>{' '}
                    <Text span size="sm" c="dimmed" fw={400}>
                      version {rule.version}
                    </Text>
                  </Text>
                  <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {KIND_WORDS[rule.definition.kind]}: {definitionWords(rule.definition)}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {rule.promptVersions.length === 0
                      ? 'All prompt versions'
                      : `Prompt ${rule.promptVersions.join(', ')}`}
                    . Since {formatInstant(rule.createdAt, tz, 'minute')}, by {rule.createdBy}.
                  </Text>
                </div>
                <Group gap="xs">
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Edit ${rule.name}`}
                    onClick={() => setEditing(rule)}
                  >
                    Edit
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Delete ${rule.name}`}
                    onClick={() => setDeleting(rule)}
                  >
                    Delete
                  </Button>
                </Group>
              </Group>
            </Paper>
          ))}
        </Stack>
      )}
      {editing === undefined ? (
        <Group>
          <Button onClick={() => setEditing('new')}>New rule</Button>
        </Group>
      ) : (
        <FormatForm
          key={editing === 'new' ? 'new' : editing.id}
          project={project}
          rule={editing === 'new' ? undefined : editing}
          tz={tz}
          onClose={() => setEditing(undefined)}
        />
      )}
      <ConfirmDialog
        opened={deleting !== undefined}
        title={`Delete ${deleting?.name}?`}
        action="Delete"
        onClose={() => setDeleting(undefined)}
        run={async () => {
          await callApi(project, 'DELETE', `/api/v1/formats/${deleting?.id}`);
          notifications.show({ message: `${deleting?.name} is no longer asked.` });
          router.refresh();
        }}
      >
        Answers that come are no longer checked by it. What it said of earlier ones stays.
      </ConfirmDialog>
    </>
  );
}
