import { Checkbox, Group, JsonInput, TagsInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { FormatValues } from './format-values.ts';

/** What a rule of the chosen kind asks of an answer. */
export function KindFields({
  form,
}: {
  form: Pick<UseFormReturnType<FormatValues>, 'values' | 'getInputProps'>;
}) {
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
