'use client';
import { Alert, Button, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { callApi } from '../../../../_components/call-api.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';
import { fromWallClock } from '../../../../_components/zoned-time.ts';

interface Values {
  pattern: string;
  inputUsd: number | string;
  cachedUsd: number | string;
  outputUsd: number | string;
  since: string;
}

const EMPTY: Values = { pattern: '', inputUsd: '', cachedUsd: '', outputUsd: '', since: '' };
const MAX_USD = 100_000;
const needed = (value: number | string) =>
  value === '' ? 'Say what a million tokens cost; 0 where they are free.' : amountFault(value);

function amountFault(value: number | string): string | null {
  const isAmount = value === '' || (typeof value === 'number' && value >= 0 && value <= MAX_USD);
  return isAmount ? null : 'A price is between $0 and $100,000.';
}

export function SavePriceForm({ project, tz }: { project: string; tz: string }) {
  const router = useRouter();
  const { busy, error, send } = useSubmission();
  const form = useForm<Values>({
    initialValues: EMPTY,
    validate: {
      pattern: (value) => (value.trim() === '' ? 'Name the model; * stands for anything.' : null),
      inputUsd: needed,
      cachedUsd: amountFault,
      outputUsd: needed,
    },
  });
  const save = ({ pattern, inputUsd, cachedUsd, outputUsd, since }: Values) =>
    send(async () => {
      const validFrom = fromWallClock(since, tz);
      await callApi(project, 'POST', '/api/v1/prices', {
        pattern,
        inputUsd,
        outputUsd,
        cachedUsd: typeof cachedUsd === 'number' ? cachedUsd : null,
        ...(validFrom === undefined ? {} : { validFrom }),
      });
      notifications.show({
        message: `The price of ${pattern} is saved, for queries that come from here on.`,
      });
      form.reset();
      router.refresh();
    });
  const amount = {
    min: 0,
    max: MAX_USD,
    clampBehavior: 'none' as const,
    decimalScale: 6,
    prefix: '$',
    w: 150,
  };
  return (
    <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
      <Stack gap="sm" maw={720}>
        <TextInput
          label="Model"
          description="As queries name it, with or without the provider before a slash; * stands for anything: gpt-4o*"
          autoComplete="off"
          maxLength={200}
          {...form.getInputProps('pattern')}
        />
        <Group gap="sm" align="flex-start">
          <NumberInput
            label="Input"
            description="A million tokens"
            {...amount}
            {...form.getInputProps('inputUsd')}
          />
          <NumberInput
            label="Cached input"
            description="Empty: as input"
            {...amount}
            {...form.getInputProps('cachedUsd')}
          />
          <NumberInput
            label="Output"
            description="A million tokens"
            {...amount}
            {...form.getInputProps('outputUsd')}
          />
          <TextInput
            type="datetime-local"
            label="For queries since"
            description={`Empty: always. ${tz}`}
            {...form.getInputProps('since')}
          />
        </Group>
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
