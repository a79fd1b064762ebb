'use client';
import { Alert, Button, Group, Modal, Radio, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import type { GoldenSetView, SavedVersion } from '#lib/golden-sets/schema.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';
import { countOf } from '../../../_components/number-format.ts';
import { useSubmission } from '../../../_components/use-submission.ts';

interface DialogProps {
  project: string;
  queryId: string;
  opened: boolean;
  onClose: () => void;
}

const NEW_SET = '';

/** Keeps a query, with what its labels say, in a golden set that exists or in one made for it. */
export function KeepInGoldenSetDialog(props: DialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Keep in a golden set">
      <KeepForm {...props} />
    </Modal>
  );
}

function KeepForm({ project, queryId, onClose }: DialogProps) {
  const [sets, setSets] = useState<GoldenSetView[]>();
  const [fault, setFault] = useState<string>();
  const [chosen, setChosen] = useState(NEW_SET);
  const [name, setName] = useState('');
  const { busy, error, send } = useSubmission();

  useEffect(() => {
    callApi<{ items: GoldenSetView[] }>(project, 'GET', '/api/v1/golden-sets').then(
      ({ items }) => {
        setSets(items);
        setChosen(items[0]?.id ?? NEW_SET);
      },
      (thrown: unknown) => setFault(messageOf(thrown)),
    );
  }, [project]);

  const keep = () =>
    send(async () => {
      const { added } =
        chosen === NEW_SET
          ? await callApi<SavedVersion>(project, 'POST', '/api/v1/golden-sets', { name, queryIds: [queryId] })
          : await callApi<SavedVersion>(
              project,
              'POST',
              `/api/v1/golden-sets/${encodeURIComponent(chosen)}/questions`,
              { queryId },
            );
      notifications.show({
        message: added > 0 ? 'The question is in the golden set.' : 'The golden set asks this already.',
      });
      onClose();
    });

  const problem = fault ?? error;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          With its ideal answer, or its answer if that was found correct, and the documents graded relevant.
          No export lets it into training data from then on.
        </Text>
        <Radio.Group label="Golden set" value={chosen} onChange={setChosen}>
          <ScrollArea.Autosize mah={260} type="auto">
            <Stack gap="xs" py="xs">
              {(sets ?? []).map((set) => (
                <Radio
                  key={set.id}
                  value={set.id}
                  label={<bdi>{set.name}</bdi>}
                  description={countOf(set.questions, 'question')}
                />
              ))}
              <Radio value={NEW_SET} label="A new set" />
            </Stack>
          </ScrollArea.Autosize>
        </Radio.Group>
        {chosen === NEW_SET ? (
          <TextInput
            label="Name of the new set"
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        ) : null}
        {problem === undefined ? null : (
          <Alert variant="default" role="alert">
            {problem}
          </Alert>
        )}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={busy}
            disabled={sets === undefined || (chosen === NEW_SET && name.trim() === '')}
          >
            Keep it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
