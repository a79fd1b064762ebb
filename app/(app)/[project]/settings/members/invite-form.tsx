'use client';
import { Alert, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { emailSchema } from '#lib/auth/schema.ts';
import type { Role } from '#lib/platform/context.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { sentenceAbout } from '../../../../_components/field-fault.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';
import { ROLE_WORDS, ROLES } from '../_components/role-words.ts';
import { type Secret, ShownOnce } from '../_components/shown-once.tsx';

/** Invites an address; `reviewers` are imported names that the invited person may turn out to be. */
export function InviteForm({
  project,
  reviewers,
}: {
  project: string;
  reviewers: readonly { id: string; name: string }[];
}) {
  const router = useRouter();
  const { busy, error, send } = useSubmission();
  const [secret, setSecret] = useState<Secret>();
  const form = useForm({
    initialValues: { email: '', role: 'reviewer' as Role, personId: '' },
    validate: {
      email: (value) => {
        const issue = emailSchema.safeParse(value).error?.issues[0];
        return issue === undefined ? null : sentenceAbout('This', issue.message);
      },
    },
  });
  const invite = ({ email, role, personId }: typeof form.values) =>
    send(async () => {
      const made = await callApi<{ url: string; email: string }>(project, 'POST', '/api/v1/invitations', {
        email,
        role,
        ...(personId === '' ? {} : { personId }),
      });
      setSecret({
        title: `Invitation for ${made.email}`,
        words: `Send this link to ${made.email}. It works once, for this address, within seven days.`,
        text: made.url,
      });
      form.reset();
      router.refresh();
    });
  return (
    <form onSubmit={form.onSubmit((values) => void invite(values))} noValidate>
      <Stack gap="xs">
        <Group gap="sm" align="flex-start">
          <TextInput
            label="E-mail address"
            type="email"
            autoComplete="off"
            w={{ base: '100%', xs: 260 }}
            {...form.getInputProps('email')}
          />
          <NativeSelect
            label="Role"
            data={ROLES}
            description={ROLE_WORDS[form.values.role]}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            w={{ base: '100%', xs: 220 }}
            {...form.getInputProps('role')}
          />
          {reviewers.length === 0 ? null : (
            <NativeSelect
              label="Imported reviewer"
              description="Whose labels become theirs"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              data={[
                { value: '', label: 'none' },
                ...reviewers.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              w={{ base: '100%', xs: 200 }}
              {...form.getInputProps('personId')}
            />
          )}
        </Group>
        <Group>
          <Button type="submit" loading={busy}>
            Make an invitation link
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
