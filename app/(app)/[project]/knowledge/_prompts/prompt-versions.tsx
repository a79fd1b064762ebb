'use client';
import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { LongText } from '../../../../_components/long-text.tsx';
import { ButtonLink } from '../../../../_components/text-link.tsx';
import type { PromptDraft } from './prompt-form.tsx';
import { type PromptGroup, versionOf } from './prompt-groups.ts';

/** The versions of one prompt with their texts, and what can be done with them. */
export function PromptVersions({
  project,
  group,
  mayManage,
  mayAsk,
  onDraft,
}: {
  project: string;
  group: PromptGroup;
  mayManage: boolean;
  mayAsk: boolean;
  onDraft: (draft: PromptDraft) => void;
}) {
  const { name, newest, versions, builtIn } = group;
  const [chosen, setChosen] = useState<string>();
  const shown = versions.find(({ promptVersion }) => promptVersion === chosen) ?? newest;
  return (
    <Stack gap="sm">
      {versions.length < 2 ? null : (
        <Select
          label="Version"
          aria-label={`Version of ${name}`}
          maw={220}
          allowDeselect={false}
          data={versions.map(({ promptVersion }, i) => ({
            value: promptVersion,
            label: i === 0 ? `${versionOf(promptVersion)}, the newest` : versionOf(promptVersion),
          }))}
          value={shown.promptVersion}
          onChange={(value) => setChosen(value ?? undefined)}
        />
      )}
      <LongText text={shown.text} />
      <Group gap="sm">
        {mayAsk ? (
          <ButtonLink
            href={`/${project}/ask?prompt=${encodeURIComponent(shown.promptVersion)}`}
            size="compact-md"
            variant="default"
          >
            Ask with {shown.promptVersion}
          </ButtonLink>
        ) : null}
        {mayManage ? (
          <Button
            size="compact-md"
            variant="default"
            onClick={() =>
              onDraft(
                builtIn
                  ? { name: '', text: shown.text, after: undefined }
                  : { name, text: shown.text, after: newest.promptVersion },
              )
            }
          >
            {builtIn ? 'Start one of your own from it' : 'New version'}
          </Button>
        ) : null}
      </Group>
      {builtIn ? (
        <Text size="sm" c="dimmed">
          It comes with Faultline and does not change.
        </Text>
      ) : null}
    </Stack>
  );
}
