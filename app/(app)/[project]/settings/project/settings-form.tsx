'use client';
import { Alert, Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import type { ProjectView } from '#lib/auth/project-schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';

interface Values {
  name: string;
  timeZone: string;
  eventsPerMinute: number | string;
}

/** `timeZones` are those that the server knows; a browser may name them otherwise. */
export function SettingsForm({
  settings,
  timeZones,
}: {
  settings: ProjectView;
  timeZones: readonly string[];
}) {
  const router = useRouter();
  const { busy, error, send } = useSubmission();
  const form = useForm<Values>({
    initialValues: {
      name: settings.name,
      timeZone: settings.timeZone,
      eventsPerMinute: settings.eventsPerMinute ?? '',
    },
    validate: { name: (value) => (value.trim() === '' ? 'The project needs a name.' : null) },
  });
  const save = ({ name, timeZone, eventsPerMinute }: Values) =>
    send(async () => {
      await callApi(settings.slug, 'PATCH', '/api/v1/project', {
        name,
        timeZone,
        eventsPerMinute: typeof eventsPerMinute === 'number' ? eventsPerMinute : null,
      });
      notifications.show({ message: 'The settings are saved.' });
      form.resetDirty();
      router.refresh();
    });
  return (
    <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
      <Stack gap="sm" maw={480}>
        <TextInput label="Name" autoComplete="off" {...form.getInputProps('name')} />
        <TextInput
          label="Address"
          description="Part of every link, so it stays as it is."
          value={`/${settings.slug}`}
          readOnly
        />
        <Select
          label="Time zone"
          description="In which days begin on charts, unless a page asks for another."
          searchable
          allowDeselect={false}
          data={timeZones}
          limit={100}
          nothingFoundMessage="No time zone has this in its name."
          {...form.getInputProps('timeZone')}
        />
        <NumberInput
          label="Events a minute"
          description="What all keys of the project may send together. Empty: no limit."
          min={1}
          max={10_000_000}
          allowDecimal={false}
          {...form.getInputProps('eventsPerMinute')}
        />
        <Group>
          <Button type="submit" loading={busy}>
            Save
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
