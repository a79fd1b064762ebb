'use client';
import { Alert, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { callApi } from '../../../../_components/call-api.ts';
import { cutText } from '../../../../_components/cut-text.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';
import { fromWallClock } from '../../../../_components/zoned-time.ts';
import { DIMENSION_WORDS } from '../../_charts/dimension-words.ts';

const FIELDS = {
  version: { field: 'version', subject: 'The version' },
  environment: { field: 'environment', subject: 'The environment' },
  at: { field: 'at', subject: 'The time' },
  note: { field: 'note', subject: 'The note' },
};
const EMPTY = { version: '', dimension: 'release', environment: '', note: '', at: '' };
const DIMENSION_CHOICES = Object.entries(DIMENSION_WORDS).map(([value, label]) => ({ value, label }));

export function AddDeploymentForm({ project, tz }: { project: string; tz: string }) {
  const router = useRouter();
  const form = useForm({
    initialValues: EMPTY,
    validate: { version: (value) => (value.trim() === '' ? 'Say what was rolled out.' : null) },
  });
  const { busy, error, send } = useSubmission({ fields: FIELDS, place: form.setFieldError });
  const add = ({ at, ...values }: typeof EMPTY) =>
    send(async () => {
      const instant = fromWallClock(at, tz);
      await callApi(project, 'POST', '/api/v1/deployments', {
        ...values,
        ...(instant === undefined ? {} : { at: instant }),
      });
      notifications.show({ message: `${cutText(values.version, 60)} is marked on every time axis.` });
      form.reset();
      router.refresh();
    });
  return (
    <form onSubmit={form.onSubmit((values) => void add(values))} noValidate>
      <Stack gap="sm" maw={720}>
        <Group gap="sm" align="flex-start">
          <Select
            label="What changed"
            description="Where queries name it"
            data={DIMENSION_CHOICES}
            allowDeselect={false}
            w={170}
            {...form.getInputProps('dimension')}
          />
          <TextInput
            label="Version"
            description="As queries name it"
            autoComplete="off"
            maxLength={512}
            {...form.getInputProps('version')}
          />
          <TextInput
            label="Environment"
            description="May be empty"
            autoComplete="off"
            maxLength={512}
            {...form.getInputProps('environment')}
          />
          <TextInput
            type="datetime-local"
            label="When"
            description={`Empty: now. ${tz}`}
            {...form.getInputProps('at')}
          />
        </Group>
        <TextInput label="Note" autoComplete="off" maxLength={1000} {...form.getInputProps('note')} />
        <Group>
          <Button type="submit" loading={busy}>
            Mark it
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
