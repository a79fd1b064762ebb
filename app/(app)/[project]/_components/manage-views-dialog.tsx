'use client';
import { Alert, Button, Group, Modal, type ModalProps, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SavedView } from '#lib/quality/saved-view-schema.ts';
import { callApi } from '../../../_components/call-api.ts';
import { useSubmission } from '../../../_components/use-submission.ts';

interface ManageViewsProps {
  project: string;
  views: readonly SavedView[];
  /** Whether it is open, and what closes it. */
  dialog: ModalProps;
  onChanged: () => Promise<void>;
}

/** Renames and deletes saved views; both are seen by everyone at once. */
export function ManageViewsDialog(props: ManageViewsProps) {
  return (
    <Modal {...props.dialog} title="Saved views" size="lg">
      <Stack gap="sm">
        {props.views.length === 0
          ? 'None is left.'
          : props.views.map((view) => <ViewRow key={view.id} {...props} view={view} />)}
      </Stack>
    </Modal>
  );
}

function ViewRow({ project, view, onChanged }: ManageViewsProps & { view: SavedView }) {
  const [name, setName] = useState(view.name);
  const [asking, setAsking] = useState(false);
  const { busy, error, send } = useSubmission();
  const path = `/api/v1/saved-views/${view.id}`;
  const change = (method: 'PATCH' | 'DELETE', body?: object) =>
    send(async () => {
      await callApi(project, method, path, body);
      await onChanged();
    });
  const isChanged = name.trim() !== '' && name.trim() !== view.name;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) void change('PATCH', { name });
      }}
    >
      <Group gap="xs" align="flex-start">
        <TextInput
          aria-label={`Name of the view ${view.name}`}
          maxLength={100}
          autoComplete="off"
          flex="1 1 180px"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {asking ? (
          <Button variant="default" onClick={() => setAsking(false)}>
            Keep
          </Button>
        ) : (
          <Button type="submit" variant="default" disabled={!isChanged} loading={busy}>
            Rename
          </Button>
        )}
        {/* One button, so that the focus stays on it. */}
        <Button
          variant={asking ? 'filled' : 'default'}
          {...(asking ? { color: 'red' } : {})}
          loading={busy}
          aria-label={`Delete the view ${view.name}${asking ? ' for everybody' : ''}`}
          onClick={() => (asking ? void change('DELETE') : setAsking(true))}
        >
          {asking ? 'Delete for everybody' : 'Delete'}
        </Button>
      </Group>
      {error === undefined ? null : (
        <Alert variant="default" role="alert" mt="xs" p="xs">
          {error}
        </Alert>
      )}
    </form>
  );
}
