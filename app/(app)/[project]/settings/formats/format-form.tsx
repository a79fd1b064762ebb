'use client';
import {
  Alert,
  Button,
  Checkbox,
  Group,
  JsonInput,
  Paper,
  SegmentedControl,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { type FormatRule, type TestedFormat, testedFormatSchema } from '#lib/quality/format-schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';
import { definitionOf, type FormatValues, KIND_WORDS, valuesOf } from './format-values.ts';
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
  const form = useForm<FormatValues>({
    initialValues: valuesOf(rule),
    validate: {
      name: (name) => (name.trim() === '' ? 'The rule needs a name.' : null),
      schema: (_, values) => (values.kind === 'json_schema' ? refusal(values) : null),
      pattern: (_, values) => (values.kind === 'regex' ? refusal(values) : null),
      sections: (_, values) => (values.kind === 'sections' ? refusal(values) : null),
    },
  });
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

function refusal(values: FormatValues): string | null {
  const definition = definitionOf(values);
  return typeof definition === 'string' ? definition : null;
}

function KindFields({ form }: { form: Pick<UseFormReturnType<FormatValues>, 'values' | 'getInputProps'> }) {
  const checkbox = (
    name: 'allowFence' | 'ignoreCase' | 'multiline' | 'dotAll' | 'inOrder',
    label: string,
  ) => <Checkbox key={name} label={label} {...form.getInputProps(name, { type: 'checkbox' })} />;
  switch (form.values.kind) {
    case 'json_schema':
      return (
        <>
          <JsonInput
            label="JSON schema"
            description="Draft 7, or 2020-12 where $schema names it. References must lie within it."
            autosize
            minRows={6}
            maxRows={24}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            {...form.getInputProps('schema')}
          />
          {checkbox('allowFence', 'The JSON may stand in a Markdown code block')}
        </>
      );
    case 'regex':
      return (
        <>
          <TextInput
            label="Pattern"
            description="RE2 syntax, found anywhere in the answer: write ^ and $ where it must be all of it. Look-ahead and back references are not known."
            maxLength={500}
            autoComplete="off"
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            {...form.getInputProps('pattern')}
          />
          <Group gap="md">
            {checkbox('ignoreCase', 'Any case')}
            {checkbox('multiline', '^ and $ at line ends')}
            {checkbox('dotAll', '. is also a line break')}
          </Group>
        </>
      );
    case 'sections':
      return (
        <>
          <TagsInput
            label="Sections"
            description="Headings that the answer must have on lines of their own, in any case: ## Summary, **Summary** or Summary: …"
            {...form.getInputProps('sections')}
          />
          {checkbox('inOrder', 'In this order')}
        </>
      );
  }
}
