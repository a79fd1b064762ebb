'use client';
import { Alert, Button, Group, NativeSelect, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { type PresetName, presetOf } from '#lib/providers/presets.ts';
import type { ConnectionTest, ConnectionView } from '#lib/providers/schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';
import {
  type ConnectionValues,
  missingIn,
  optionsOf,
  PRESET_GROUPS,
  valuesFor,
} from './connection-fields.ts';
import { ConnectionInputs } from './connection-inputs.tsx';

/** Adds a connection and tests it at once. */
export function ConnectForm({ project }: { project: string }) {
  const router = useRouter();
  const { busy, error, send } = useSubmission();
  const form = useForm<ConnectionValues>({
    initialValues: valuesFor('openai'),
    validate: (values) => missingIn(values, presetOf(values.preset).needsKey),
  });
  const connect = (values: ConnectionValues) =>
    send(async () => {
      const { preset, name, baseUrl } = values;
      const apiKey = values.apiKey.trim();
      const made = await callApi<ConnectionView>(project, 'POST', '/api/v1/providers', {
        preset,
        name,
        baseUrl,
        options: optionsOf(values),
        ...(apiKey === '' ? {} : { apiKey }),
      });
      form.setValues(valuesFor(preset)); // the key leaves the page before anything else
      const test = await callApi<ConnectionTest>(project, 'POST', `/api/v1/providers/${made.id}/test`);
      notifications.show({
        title: test.ok ? `${made.name} is connected` : `${made.name} is saved, but did not work`,
        message: test.message,
      });
      router.refresh();
    });
  return (
    <form onSubmit={form.onSubmit((values) => void connect(values))} noValidate>
      <Stack gap="sm" maw={560}>
        <NativeSelect
          label="Service"
          data={PRESET_GROUPS}
          value={form.values.preset}
          onChange={(event) => {
            form.setValues(valuesFor(event.currentTarget.value as PresetName));
            form.clearErrors();
          }}
        />
        <ConnectionInputs
          form={form}
          keyWords={
            presetOf(form.values.preset).needsKey
              ? 'Stored encrypted, sent to this address only, and not shown again.'
              : 'Empty for a server without keys. Stored encrypted, and not shown again.'
          }
        />
        <Group>
          <Button type="submit" loading={busy}>
            Connect and test
          </Button>
        </Group>
        {error === undefined ? null : (
          <Alert variant="default" role="alert">
            {error}
          </Alert>
        )}
      </Stack>
    </form>
  );
}
