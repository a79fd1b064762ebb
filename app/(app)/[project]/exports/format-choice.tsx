'use client';
import { Code, Select, Stack, Text } from '@mantine/core';
import { type ExportFormat, type FormatId, SPLITS } from '#lib/export/format.ts';
import { formatSnippet } from '#lib/export/snippets/registry.ts';
import { CodeBlock } from '../../../_components/code-block.tsx';
import { Fold } from '../../../_components/fold.tsx';
import classes from './exports.module.css';

export type FormatInfo = Pick<ExportFormat, 'id' | 'title' | 'purpose' | 'needs' | 'hasPrompt'>;

const GROUPS = { training: 'To train with', evaluation: 'To evaluate with', reading: 'To read' } as const;

interface FormatChoiceProps {
  formats: readonly FormatInfo[];
  chosen: FormatInfo;
  epochs: number;
  onChange: (id: FormatId) => void;
}

export function FormatChoice({ formats, chosen, epochs, onChange }: FormatChoiceProps) {
  const data = Object.entries(GROUPS).map(([purpose, group]) => ({
    group,
    items: formats
      .filter((format) => format.purpose === purpose)
      .map(({ id, title }) => ({ value: id, label: title })),
  }));
  const { install, code } = formatSnippet(chosen.id, SPLITS, epochs);
  return (
    <Stack gap="xs">
      <Select
        label="Format"
        data={data}
        value={chosen.id}
        allowDeselect={false}
        maw={420}
        maxDropdownHeight={420}
        onChange={(value) => {
          const format = formats.find(({ id }) => id === value);
          if (format !== undefined) onChange(format.id);
        }}
      />
      <Text size="sm" maw={760}>
        What a query needs to be in it: {lowerFirst(chosen.needs)} In the command line:{' '}
        <Code className={classes.whole ?? ''}>--format {chosen.id}</Code>
      </Text>
      <Fold summary="How to use the files">
        <Stack gap="xs">
          <CodeBlock text={install} label="Install" />
          <CodeBlock text={code} label="Use" />
        </Stack>
      </Fold>
    </Stack>
  );
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
