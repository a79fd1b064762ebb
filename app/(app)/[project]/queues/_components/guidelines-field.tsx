'use client';
import { Tabs, Text, Textarea } from '@mantine/core';
import { SafeMarkdown } from '../../../../_components/safe-markdown.tsx';

/** Guidelines as Markdown, with a preview as reviewers see them. */
export function GuidelinesField({
  version,
  changed,
  value,
  error,
  onChange,
}: {
  /** Of the text as it is stored; undefined before there is one. */
  version: number | undefined;
  changed: boolean;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  return (
    <div>
      <Tabs defaultValue="write">
        <Tabs.List>
          <Tabs.Tab value="write">Write</Tabs.Tab>
          <Tabs.Tab value="preview">Preview</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="write" pt="xs">
          <Textarea
            aria-label="Guidelines, in Markdown"
            autosize
            minRows={10}
            maxRows={24}
            maxLength={65_536}
            dir="auto"
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={value}
            error={error}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        </Tabs.Panel>
        <Tabs.Panel value="preview" pt="xs">
          <SafeMarkdown text={value} />
        </Tabs.Panel>
      </Tabs>
      <Text size="sm" mt="xs">
        {changed
          ? 'Saving makes a new version, for this queue. Labels remember the version that was shown.'
          : version === undefined
            ? 'The project’s guidelines.'
            : `Version ${version}.`}
      </Text>
    </div>
  );
}
