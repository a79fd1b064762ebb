'use client';
import { Modal, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import type { ConnectionView } from '#lib/providers/schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { DialogEnd } from '../../../../_components/dialog-end.tsx';
import { useSubmission } from '../../../../_components/use-submission.ts';
import { type ConnectionValues, missingIn, optionsOf, valuesOf } from './connection-fields.ts';
import { ConnectionInputs } from './connection-inputs.tsx';

/** Changes a connection; a key that is typed in replaces the stored one. */
export function ChangeDialog({
  project,
  connection,
  onClose,
}: {
  project: string;
  connection: ConnectionView | undefined;
  onClose: () => void;
}) {
  return (
    <Modal opened={connection !== undefined} onClose={onClose} title="Change this connection">
      {connection === undefined ? null : (
        <ChangeForm key={connection.id} project={project} connection={connection} onClose={onClose} />
      )}
    </Modal>
  );
}

function ChangeForm({
  project,
  connection,
  onClose,
}: {
  project: string;
  connection: ConnectionView;
  onClose: () => void;
}) {
  const router = useRouter();
  const { busy, error, send } = useSubmission();
  const before = valuesOf(connection);
  const form = useForm<ConnectionValues>({
    initialValues: before,
    validate: (values) =>
      missingIn(values, connection.key !== null && isOtherHost(before.baseUrl, values.baseUrl)),
  });
  const save = (values: ConnectionValues) =>
    send(async () => {
      const apiKey = values.apiKey.trim();
      const saved = await callApi<ConnectionView>(project, 'PATCH', `/api/v1/providers/${connection.id}`, {
        name: values.name,
        baseUrl: values.baseUrl,
        options: optionsOf(values),
        ...(apiKey === '' ? {} : { apiKey }),
      });
      notifications.show({ message: `${saved.name} is changed. Test it before you rely on it.` });
      onClose();
      router.refresh();
    });
  const asksAgain = connection.key !== null && isOtherHost(before.baseUrl, form.values.baseUrl);
  return (
    <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
      <Stack gap="sm">
        <ConnectionInputs
          form={form}
          keyWords={
            asksAgain
              ? 'The stored key was given for another host: enter it again.'
              : connection.key === null
                ? 'Empty: none.'
                : 'Empty: the stored key stays. A new one replaces it.'
          }
        />
        <DialogEnd error={error} busy={busy} onClose={onClose}>
          Save
        </DialogEnd>
      </Stack>
    </form>
  );
}

function isOtherHost(before: string, after: string): boolean {
  return URL.canParse(after) && new URL(before).origin !== new URL(after).origin;
}
