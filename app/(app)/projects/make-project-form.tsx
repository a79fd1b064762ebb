'use client';
import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ProjectView } from '#lib/auth/project-schema.ts';
import { projectSlug } from '#lib/auth/project-slug.ts';
import { callServer } from '../../_components/call-api.ts';
import { useSubmission } from '../../_components/use-submission.ts';

const FIELDS = {
  name: { field: 'name', subject: 'The name' },
  slug: { field: 'slug', subject: 'The address' },
};

export function MakeProjectForm() {
  const router = useRouter();
  const [isMade, setMade] = useState(false);
  const form = useForm({
    initialValues: { name: '', slug: '' },
    validate: { name: (value) => (value.trim() === '' ? 'The project needs a name.' : null) },
  });
  const { busy, error, send } = useSubmission({ fields: FIELDS, place: form.setFieldError });
  const make = ({ name, slug }: typeof form.values) =>
    send(async () => {
      const made = await callServer<ProjectView>('POST', '/api/v1/projects', {
        name,
        ...(slug.trim() === '' ? {} : { slug: slug.trim() }),
      });
      setMade(true);
      router.push(`/${made.slug}/setup`);
    });
  return (
    <form onSubmit={form.onSubmit((values) => void make(values))} noValidate>
      <Stack gap="sm">
        <TextInput label="Name" autoComplete="off" {...form.getInputProps('name')} />
        <TextInput
          label="Address"
          description="Part of every link and not to be changed later. Small letters, digits and hyphens; empty: made from the name."
          placeholder={form.values.name.trim() === '' ? '' : projectSlug(form.values.name)}
          autoComplete="off"
          {...form.getInputProps('slug')}
        />
        <Group>
          <Button type="submit" loading={busy || isMade}>
            Make the project
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
