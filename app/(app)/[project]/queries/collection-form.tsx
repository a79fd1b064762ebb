'use client';
import { Radio, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { callApi, messageOf } from '../../../_components/call-api.ts';
import { DialogEnd } from '../../../_components/dialog-end.tsx';
import { useSubmission } from '../../../_components/use-submission.ts';

/** What queries can be put into: a queue, a golden set. */
interface Collection {
  id: string;
  name: string;
}

const NEW = '';

/**
 * Asks which collection of a project something is to go into, or how a new one is to be called. `put` gets the id of
 * the one that was chosen, else undefined and the name.
 */
export function CollectionForm<C extends Collection>(props: {
  project: string;
  /** Where the project's collections are listed. */
  path: string;
  /** What one of them is called within a sentence. */
  noun: string;
  label: string;
  description: (collection: C) => string;
  /** What follows from putting something into one. */
  children: ReactNode;
  action: string;
  put: (id: string | undefined, name: string) => Promise<void>;
  onClose: () => void;
}) {
  const { project, path, noun } = props;
  const [collections, setCollections] = useState<C[]>();
  const [fault, setFault] = useState<string>();
  const [chosen, setChosen] = useState(NEW);
  const [name, setName] = useState('');
  const { busy, error, send } = useSubmission();

  useEffect(() => {
    callApi<{ items: C[] }>(project, 'GET', path).then(
      ({ items }) => {
        setCollections(items);
        setChosen(items[0]?.id ?? NEW);
      },
      (thrown: unknown) => setFault(messageOf(thrown)),
    );
  }, [project, path]);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send(() => props.put(chosen === NEW ? undefined : chosen, name));
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {props.children}
        </Text>
        <Radio.Group label={props.label} value={chosen} onChange={setChosen}>
          <ScrollArea.Autosize mah={260} type="auto">
            <Stack gap="xs" py="xs">
              {(collections ?? []).map((collection) => (
                <Radio
                  key={collection.id}
                  value={collection.id}
                  label={<bdi>{collection.name}</bdi>}
                  description={props.description(collection)}
                />
              ))}
              <Radio value={NEW} label={`A new ${noun}`} />
            </Stack>
          </ScrollArea.Autosize>
        </Radio.Group>
        {chosen === NEW ? (
          <TextInput
            label={`Name of the new ${noun}`}
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        ) : null}
        <DialogEnd
          error={fault ?? error}
          busy={busy}
          disabled={collections === undefined || (chosen === NEW && name.trim() === '')}
          onClose={props.onClose}
        >
          {props.action}
        </DialogEnd>
      </Stack>
    </form>
  );
}
