'use client';
import {
  Alert,
  Button,
  Group,
  Paper,
  SegmentedControl,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { type FormatRule, type TestedFormat, testedFormatSchema } from '#lib/quality/format-schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';
import { definitionOf, type FormatValues, KIND_WORDS, valuesOf } from './format-values.ts';
import { KindFields } from './kind-fields.tsx';
import { TestedAnswers } from './tested-answers.tsx';

const KINDS = Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label }));

/** A rule, tried before it is saved. A known name becomes its next version. */
export function FormatForm(props: {
  project: string;
  rule: FormatRule | undefined;
  tz: string;
  onClose: () => void;
}) {
  const { project, rule, tz, onClose } = props;
  const router = useRouter();
  const { busy, error, send } = useSubmission();
  const [tested, setTested] = useState<TestedFormat>();
  const [own, setOwn] = useState('');
  const form = useFormatForm(rule);
  const { kind } = form.values;
  const save = (values: FormatValues) =>
    send(async () => {
      const saved = await callApi<FormatRule>(project, 'POST', '/api/v1/formats', {
        name: values.name,
        promptVersions: values.promptVersions,
        definition: definitionOf(values),
      });
      notifications.show({ message: `${saved.name}, version ${saved.version}, is in force.` });
      onClose();
      router.refresh();
    });
  const test = (answer?: string) => {
    const definition = definitionOf(form.values);
    if (typeof definition === 'string') return form.setFieldError(FIELD[kind], definition);
    const { promptVersions } = form.values;
    const body = { promptVersions, definition, ...(answer === undefined ? {} : { answer }) };
    return void send(async () => {
      setTested(await callApi(project, 'POST', '/api/v1/formats/test', body, testedFormatSchema));
    });
  };
  return (
    <Paper withBorder radius="md" p="md">
      <form onSubmit={form.onSubmit((values) => void save(values))} noValidate>
        <Stack gap="sm">
          <Text fw={600}>{rule === undefined ? 'New rule' : `${rule.name}: next version`}</Text>
          <TextInput
            label="Name"
            maw={420}
            maxLength={100}
            autoComplete="off"
            readOnly={rule !== undefined}
            {...form.getInputProps('name')}
          />
          <TagsInput
            label="Prompt versions"
            description="Which answers it is for. Empty: all."
            maw={420}
            placeholder={form.values.promptVersions.length === 0 ? 'Type one and press Enter' : ''}
            {...form.getInputProps('promptVersions')}
          />
          <SegmentedControl
            data={KINDS}
            aria-label="What an answer must be"
            style={{ alignSelf: 'flex-start' }}
            {...form.getInputProps('kind')}
          />
          <KindFields form={form} />
          <Textarea
            label="Try it on an answer"
            description="Empty: on the latest fifty answers."
            autosize
            minRows={2}
            maxRows={8}
            value={own}
            onChange={(event) => setOwn(event.currentTarget.value)}
          />
          <Group gap="xs">
            <Button variant="default" loading={busy} onClick={() => test(own === '' ? undefined : own)}>
              Try it
            </Button>
            <Button type="submit" loading={busy}>
              Save
            </Button>
            <Button variant="subtle" color="gray" onClick={onClose}>
              Cancel
            </Button>
          </Group>
          {error === undefined ? null : (
            <Alert variant="default" role="alert">
              {error}
            </Alert>
          )}
          {tested === undefined ? null : <TestedAnswers project={project} tested={tested} tz={tz} />}
        </Stack>
      </form>
    </Paper>
  );
}

const FIELD = { json_schema: 'schema', regex: 'pattern', sections: 'sections' } as const;

function useFormatForm(rule: FormatRule | undefined) {
  return useForm<FormatValues>({
    initialValues: valuesOf(rule),
    validate: {
      name: (name) => (name.trim() === '' ? 'The rule needs a name.' : null),
      schema: (_, values) => (values.kind === 'json_schema' ? refusal(values) : null),
      pattern: (_, values) => (values.kind === 'regex' ? refusal(values) : null),
      sections: (_, values) => (values.kind === 'sections' ? refusal(values) : null),
    },
  });
}

/** What the fields of the kind lack; null where they say a definition. */
function refusal(values: FormatValues): string | null {
  const definition = definitionOf(values);
  return typeof definition === 'string' ? definition : null;
}
