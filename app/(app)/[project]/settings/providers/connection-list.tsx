'use client';
import { Button, Card, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { presetOf } from '#lib/providers/presets.ts';
import type { ConnectionTest, ConnectionView } from '#lib/providers/schema.ts';
import { callApi, messageOf } from '../../../../_components/call-api.ts';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { ConfirmDialog } from '../_components/confirm-dialog.tsx';
import { ChangeDialog } from './change-dialog.tsx';

interface ConnectionListProps {
  project: string;
  connections: readonly ConnectionView[];
  tz: string;
}

export function ConnectionList({ project, connections, tz }: ConnectionListProps) {
  const router = useRouter();
  const [changing, setChanging] = useState<ConnectionView>();
  const [removing, setRemoving] = useState<ConnectionView>();
  return (
    <Stack gap="sm">
      {connections.map((connection) => (
        <ConnectionCard
          key={connection.id}
          project={project}
          connection={connection}
          tz={tz}
          onChange={() => setChanging(connection)}
          onRemove={() => setRemoving(connection)}
        />
      ))}
      <ChangeDialog project={project} connection={changing} onClose={() => setChanging(undefined)} />
      <ConfirmDialog
        opened={removing !== undefined}
        title="Remove this connection?"
        action="Remove"
        typed={removing?.name ?? ''}
        onClose={() => setRemoving(undefined)}
        run={async () => {
          await callApi(project, 'DELETE', `/api/v1/providers/${removing?.id}`);
          notifications.show({ message: `${removing?.name} and its key are removed.` });
          router.refresh();
        }}
      >
        Its key is erased. Knowledge bases that use it stop answering until another connection is chosen. What
        is stored at the provider stays there.
      </ConfirmDialog>
    </Stack>
  );
}

function ConnectionCard({
  project,
  connection,
  tz,
  onChange,
  onRemove,
}: {
  project: string;
  connection: ConnectionView;
  tz: string;
  onChange: () => void;
  onRemove: () => void;
}) {
  const router = useRouter();
  const [testing, setTesting] = useState(false);
  const { id, name, preset, baseUrl, key, lastTest } = connection;
  const test = async () => {
    setTesting(true);
    try {
      const result = await callApi<ConnectionTest>(project, 'POST', `/api/v1/providers/${id}/test`);
      notifications.show({
        title: result.ok ? `${name} works` : `${name} does not work`,
        message: result.message,
      });
      router.refresh();
    } catch (fault) {
      notifications.show({ title: `${name} was not tested`, message: messageOf(fault) });
    }
    setTesting(false);
  };
  return (
    <Card withBorder padding="md" component="article" aria-label={name}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} miw={0} flex="1 1 260px">
          <Group gap="xs">
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              <bdi>{name}</bdi>
            </Text>
            <Text size="sm" c="dimmed">
              {presetOf(preset).label}
            </Text>
          </Group>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {baseUrl}
          </Text>
          <Text size="sm">{optionWords(connection)}</Text>
          <Text size="sm" c="dimmed">
            {key === null
              ? 'No key'
              : `Key ${key.ending === '' ? 'set' : `ending in ${key.ending}, set`} ${formatInstant(key.setAt, tz, 'minute')}`}
          </Text>
          <TestResult test={lastTest} tz={tz} />
        </Stack>
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            loading={testing}
            onClick={() => void test()}
            aria-label={`Test ${name}`}
          >
            Test
          </Button>
          <Button size="compact-sm" variant="default" onClick={onChange} aria-label={`Change ${name}`}>
            Change
          </Button>
          <Button size="compact-sm" variant="default" onClick={onRemove} aria-label={`Remove ${name}`}>
            Remove
          </Button>
        </Group>
      </Group>
    </Card>
  );
}

function TestResult({ test, tz }: { test: ConnectionView['lastTest']; tz: string }) {
  if (test === null)
    return (
      <Text size="sm" c="dimmed">
        Not tested since it was last changed.
      </Text>
    );
  const Icon = test.ok ? IconCircleCheck : IconCircleX;
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <Icon size={18} aria-hidden style={{ flexShrink: 0, marginTop: 1 }} />
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        <strong>{test.ok ? 'Works.' : 'Does not work.'}</strong> {test.message}{' '}
        <Text span c="dimmed" inherit>
          Tested {formatInstant(test.at, tz, 'minute')}.
        </Text>
      </Text>
    </Group>
  );
}

function optionWords({ kind, options }: ConnectionView): string {
  const { chatModel, embeddingModel, dimensions, index, tenant, database } = options;
  const words = [
    chatModel === undefined ? [] : [`answers with ${chatModel}`],
    embeddingModel === undefined
      ? []
      : [`embeds with ${embeddingModel}${dimensions === undefined ? '' : `, ${dimensions} numbers`}`],
    index === undefined ? [] : [`index ${index}`],
    tenant === undefined ? [] : [`tenant ${tenant}`],
    database === undefined ? [] : [`database ${database}`],
  ].flat();
  if (words.length > 0) return words.join(' · ');
  return kind === 'openai' ? 'Names no model.' : 'Vector store';
}
