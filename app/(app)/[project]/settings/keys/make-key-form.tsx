'use client';
import { Alert, Button, Checkbox, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { type ApiKeyMade, SCOPE_WORDS, scopeSchema } from '#lib/auth/api-key-schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';
import { fromWallClock } from '../../../../_components/zoned-time.ts';
import { type Secret, ShownOnce } from '../_components/shown-once.tsx';

const MAX_EVENTS = 10_000_000;
const FIELDS = {
  name: { field: 'name', subject: 'The name' },
  expiresAt: { field: 'expires', subject: 'The time' },
  eventsPerMinute: { field: 'eventsPerMinute', subject: 'The number' },
};

interface Values {
  name: string;
  scopes: string[];
  expires: string;
  eventsPerMinute: number | string;
}

export function MakeKeyForm({ project, tz }: { project: string; tz: string }) {
  const router = useRouter();
  const [secret, setSecret] = useState<Secret>();
  const form = useForm<Values>({
    initialValues: { name: '', scopes: ['ingest'], expires: '', eventsPerMinute: '' },
    validate: {
      name: (value) => (value.trim() === '' ? 'Say what the key is for.' : null),
      scopes: (value) => (value.length === 0 ? 'Choose at least one.' : null),
      eventsPerMinute: (value) =>
        value === '' || (typeof value === 'number' && value >= 1 && value <= MAX_EVENTS)
          ? null
          : 'The number is between 1 and 10,000,000; leave it empty for no limit.',
    },
  });
  const { busy, error, send } = useSubmission({ fields: FIELDS, place: form.setFieldError });
  const make = ({ name, scopes, expires, eventsPerMinute }: Values) =>
    send(async () => {
      const made = await callApi<ApiKeyMade>(project, 'POST', '/api/v1/keys', {
        name,
        scopes,
        expiresAt: fromWallClock(expires, tz),
        ...(typeof eventsPerMinute === 'number' ? { eventsPerMinute } : {}),
      });
      setSecret({
        title: `API key ${made.name}`,
        words: 'Give this key to the application that is to use it.',
        text: made.secret,
      });
      form.reset();
      router.refresh();
    });
  return (
    <form onSubmit={form.onSubmit((values) => void make(values))} noValidate>
      <Stack gap="sm" maw={640}>
        <TextInput
          label="Name"
          description="Two keys may share a name, so that a sender can change over from one to the other."
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        <Checkbox.Group label="What it may do" {...form.getInputProps('scopes')}>
          <Stack gap={6} mt={6}>
            {scopeSchema.options.map((scope) => (
              <Checkbox key={scope} value={scope} label={`${scope}: ${SCOPE_WORDS[scope]}`} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group gap="sm" align="flex-start">
          <TextInput
            type="datetime-local"
            label="Expires"
            description={`Empty: never. Time zone ${tz}.`}
            {...form.getInputProps('expires')}
          />
          <NumberInput
            label="Events a minute"
            description="Empty: no limit of its own."
            min={1}
            max={MAX_EVENTS}
            allowDecimal={false}
            clampBehavior="none"
            {...form.getInputProps('eventsPerMinute')}
          />
        </Group>
        <Group>
          <Button type="submit" loading={busy}>
            Make the key
          </Button>
        </Group>
        {error === undefined ? null : (
          <Alert variant="default" role="alert">
            {error}
          </Alert>
        )}
      </Stack>
      <ShownOnce secret={secret} onClose={() => setSecret(undefined)} />
    </form>
  );
}
