'use client';
import { Accordion, Alert, Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { createdQueueSchema, MAX_QUEUE_SIZE } from '#lib/labelling/schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { callApi, messageOf } from '../../../../_components/call-api.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { ButtonLink } from '../../../../_components/text-link.tsx';
import { effortWords, surenessPoints } from '../_components/label-effort.ts';
import { QueueFields } from '../_components/queue-fields.tsx';
import {
  DEFAULT_SETTINGS,
  formFaults,
  type QueueFormValues,
  toFormValues,
  toSettings,
} from '../_components/queue-form-values.ts';

const DEFAULT_SIZE = 50;

/** Name and size of a queue, what that size costs and gives, and all further settings, folded. */
export function MakeQueueForm({
  project,
  filter,
  candidates,
  takenNames,
  secondsAnItem,
  measured,
  guidelines,
}: {
  project: string;
  filter: Filter;
  candidates: number;
  takenNames: readonly string[];
  secondsAnItem: number;
  /** Whether `secondsAnItem` comes from this project's labels. */
  measured: boolean;
  /** The project's, which the queue has unless they are changed here. */
  guidelines: { text: string; version: number };
}) {
  const router = useRouter();
  const largest = Math.min(candidates, MAX_QUEUE_SIZE);
  const [size, setSize] = useState<number | string>(Math.min(DEFAULT_SIZE, largest));
  const [making, setMaking] = useState(false);
  const [fault, setFault] = useState<string>();
  const form = useForm<QueueFormValues>({
    mode: 'controlled',
    initialValues: toFormValues({ ...DEFAULT_SETTINGS, name: freeName(takenNames) }, guidelines.text),
    validateInputOnChange: ['name'],
    validate: (values) => ({
      ...formFaults(values),
      ...(takenNames.includes(values.name.trim()) ? { name: 'A queue of this name exists already.' } : {}),
    }),
  });
  const fills = form.getValues().rules.length > 0;
  const wanted = sizeOf(size, fills ? 0 : 1, largest);

  async function make(values: QueueFormValues): Promise<void> {
    if (wanted === undefined) return;
    setMaking(true);
    setFault(undefined);
    try {
      const body = { ...toSettings(values, guidelines.text), filter, size: wanted };
      const queue = await callApi(project, 'POST', '/api/v1/queues', body, createdQueueSchema);
      router.push(`/${project}/queues/${queue.id}`);
    } catch (error) {
      setFault(messageOf(error));
      setMaking(false);
    }
  }

  return (
    <form onSubmit={form.onSubmit((values) => void make(values))} noValidate>
      <Stack gap="md">
        <TextInput label="Name" required maxLength={200} {...form.getInputProps('name')} />
        <SizeField
          size={size}
          largest={largest}
          onChange={setSize}
          gives={wanted === undefined ? undefined : whatItGives(wanted, candidates, secondsAnItem, measured)}
        />
        <Accordion variant="contained">
          <Accordion.Item value="more">
            <Accordion.Control>
              Reviewers, what is asked and shown, filling rules, guidelines
            </Accordion.Control>
            <Accordion.Panel>
              <QueueFields
                project={project}
                form={form}
                guidelines={{ text: guidelines.text, version: undefined }}
              />
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
        {Object.keys(form.errors).some((field) => field !== 'name') && (
          <Alert variant="default" role="alert" title="Not made yet">
            Some of the settings above need another value; each says which.
          </Alert>
        )}
        {fault !== undefined && (
          <Alert variant="default" role="alert" title="The queue was not made">
            {fault}
          </Alert>
        )}
        <Group gap="xs">
          <Button type="submit" loading={making} disabled={wanted === undefined}>
            {`Make the queue${wanted === undefined || wanted === 0 ? '' : ` of ${wanted.toLocaleString('en-GB')}`}`}
          </Button>
          <ButtonLink href={`/${project}/queues`} variant="default">
            Cancel
          </ButtonLink>
        </Group>
      </Stack>
    </form>
  );
}

/** `gives`: what that size costs and gives; undefined where it is no size. */
function SizeField({
  size,
  largest,
  gives,
  onChange,
}: {
  size: number | string;
  largest: number;
  gives: string | undefined;
  onChange: (size: number | string) => void;
}) {
  return (
    <>
      <NumberInput
        label="Size"
        description="So many of them, drawn at random."
        required
        min={0}
        max={largest}
        clampBehavior="blur"
        allowDecimal={false}
        maw={220}
        value={size}
        onChange={onChange}
      />
      <Text aria-live="polite" mih={48}>
        {gives ?? `Choose a size from 1 to ${largest.toLocaleString('en-GB')}; 0 goes with a filling rule.`}
      </Text>
    </>
  );
}

function sizeOf(size: number | string, least: number, largest: number): number | undefined {
  return typeof size === 'number' && Number.isInteger(size) && size >= least && size <= largest
    ? size
    : undefined;
}

function whatItGives(size: number, candidates: number, secondsAnItem: number, measured: boolean): string {
  if (size === 0) return 'It starts empty, and its rules fill it.';
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
