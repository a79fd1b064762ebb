'use client';
import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { type QueueView, queueViewSchema } from '#lib/labelling/schema.ts';
import { callApi, messageOf } from '../../../../../_components/call-api.ts';
import { ButtonLink } from '../../../../../_components/text-link.tsx';
import { QueueFields } from '../../_components/queue-fields.tsx';
import {
  formFaults,
  type QueueFormValues,
  toFormValues,
  toSettings,
} from '../../_components/queue-form-values.ts';

/** Every setting of a queue. Items that are in it stay as they are. */
export function SettingsForm({
  project,
  queue,
  guidelines,
}: {
  project: string;
  queue: QueueView;
  guidelines: { text: string; version: number };
}) {
  const router = useRouter();
  const form = useForm<QueueFormValues>({
    mode: 'controlled',
    initialValues: toFormValues(queue, guidelines.text),
    validate: formFaults,
  });
  const [saving, setSaving] = useState(false);
  const [fault, setFault] = useState<string>();

  async function save(values: QueueFormValues): Promise<void> {
    setSaving(true);
    setFault(undefined);
    try {
      const body = toSettings(values, guidelines.text);
      await callApi(project, 'PATCH', `/api/v1/queues/${queue.id}`, body, queueViewSchema);
      notifications.show({ message: 'The queue is saved.' });
      router.push(`/${project}/queues/${queue.id}`);
      router.refresh();
    } catch (error) {
      setFault(messageOf(error));
      setSaving(false);
    }
  }

  return (
    <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
      <Stack gap="lg">
        <TextInput label="Name" required maxLength={200} maw={480} {...form.getInputProps('name')} />
        <QueueFields project={project} form={form} guidelines={guidelines} />
        {Object.keys(form.errors).length > 0 && (
          <Alert variant="default" role="alert" title="Not saved yet">
            Some fields above need another value; each says which.
          </Alert>
        )}
        {fault !== undefined && (
          <Alert variant="default" role="alert" title="The queue was not saved">
            {fault}
          </Alert>
        )}
        <Group gap="xs">
          <Button type="submit" loading={saving}>
            Save
          </Button>
          <ButtonLink href={`/${project}/queues/${queue.id}`} variant="default">
            Cancel
          </ButtonLink>
        </Group>
      </Stack>
    </form>
  );
}
