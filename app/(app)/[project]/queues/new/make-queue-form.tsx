'use client';
import { Alert, Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { createdQueueSchema, MAX_QUEUE_SIZE } from '#lib/labelling/schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { callApi, messageOf } from '../../../../_components/call-api.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { ButtonLink } from '../../../../_components/text-link.tsx';
import { effortWords, surenessPoints } from '../_components/label-effort.ts';

const DEFAULT_SIZE = 50;

/** Name and size of a queue, and what that size costs and gives. */
export function MakeQueueForm({
  project,
  filter,
  candidates,
  takenNames,
  secondsAnItem,
  measured,
}: {
  project: string;
  filter: Filter;
  candidates: number;
  takenNames: readonly string[];
  secondsAnItem: number;
  /** Whether `secondsAnItem` comes from this project's labels. */
  measured: boolean;
}) {
  const router = useRouter();
  const largest = Math.min(candidates, MAX_QUEUE_SIZE);
  const [name, setName] = useState(() => freeName(takenNames));
  const [size, setSize] = useState<number | string>(Math.min(DEFAULT_SIZE, largest));
  const [making, setMaking] = useState(false);
  const [fault, setFault] = useState<string>();
  const wanted =
    typeof size === 'number' && Number.isInteger(size) && size >= 1 && size <= largest ? size : undefined;
  const nameFault =
    name.trim() === ''
      ? 'Give the queue a name.'
      : takenNames.includes(name.trim())
        ? 'A queue of this name exists already.'
        : undefined;

  async function make(): Promise<void> {
    if (wanted === undefined || nameFault !== undefined) return;
    setMaking(true);
    setFault(undefined);
    try {
      const body = { name: name.trim(), filter, size: wanted };
      const queue = await callApi(project, 'POST', '/api/v1/queues', body, createdQueueSchema);
      router.push(`/${project}/queues/${queue.id}`);
    } catch (error) {
      setFault(messageOf(error));
      setMaking(false);
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={name === '' ? undefined : nameFault}
        />
        <NumberInput
          label="Size"
          description="So many of them, drawn at random."
          required
          min={1}
          max={largest}
          clampBehavior="blur"
          allowDecimal={false}
          maw={220}
          value={size}
          onChange={setSize}
        />
        <Text aria-live="polite" mih={48}>
          {wanted === undefined
            ? `Choose a size from 1 to ${largest.toLocaleString('en-GB')}.`
            : whatItGives(wanted, candidates, secondsAnItem, measured)}
        </Text>
        {fault !== undefined && (
          <Alert variant="default" role="alert" title="The queue was not made">
            {fault}
          </Alert>
        )}
        <Group gap="xs">
          <Button type="submit" loading={making} disabled={wanted === undefined || nameFault !== undefined}>
            {`Make the queue${wanted === undefined ? '' : ` of ${wanted.toLocaleString('en-GB')}`}`}
          </Button>
          <ButtonLink href={`/${project}/queues`} variant="default">
            Cancel
          </ButtonLink>
        </Group>
      </Stack>
    </form>
  );
}

function whatItGives(size: number, candidates: number, secondsAnItem: number, measured: boolean): string {
  const basis = measured ? 'at the pace of this project' : 'if an item takes 80 seconds';
  const effort = `${countOf(size, 'item')} will take ${effortWords(size, secondsAnItem)} ${basis}.`;
  if (size === candidates) return `${effort} They are all there are: nothing is left to chance.`;
  return `${effort} Any rate will then be known to within ${surenessPoints(size)} percentage points or less (95 %).`;
}

function freeName(taken: readonly string[]): string {
  const base = 'Random sample';
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base} ${n}`;
    if (!taken.includes(name)) return name;
  }
}
