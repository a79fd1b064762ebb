'use client';
import { Accordion, NumberInput, Select, SimpleGrid } from '@mantine/core';
import { TextLink } from '../../../_components/text-link.tsx';
import type { AskBase, AskChoices, ChatOption } from './ask-choices.ts';
import { LambdaInput, ModeSelect } from './retrieval-fields.tsx';

const EXTRACTIVE = 'extractive-v1';

/** How one question is asked: retrieval, index, prompt and model. What is left as it is comes from the base. */
export function ChoiceFields({
  project,
  base,
  prompts,
  chats,
  choices,
  onChange,
}: {
  project: string;
  base: AskBase;
  prompts: readonly string[];
  chats: readonly ChatOption[];
  choices: AskChoices;
  onChange: (choices: AskChoices) => void;
}) {
  const change = (part: AskChoices) => onChange({ ...choices, ...part });
  const mode = choices.mode ?? base.mode;
  const chat = choices.chat === undefined ? base.chat : choices.chat;
  return (
    <Accordion variant="contained" defaultValue={choices.promptVersion === undefined ? null : 'choices'}>
      <Accordion.Item value="choices">
        <Accordion.Control>How it is asked</Accordion.Control>
        <Accordion.Panel>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
            <ModeSelect
              hasVectors={base.hasVectors}
              value={mode}
              onChange={(value) => change({ mode: value })}
            />
            <NumberInput
              label="Passages (k)"
              min={1}
              max={50}
              allowDecimal={false}
              value={choices.k ?? base.k}
              onChange={(value) => typeof value === 'number' && change({ k: value })}
            />
            <LambdaInput
              disabled={mode !== 'mmr'}
              value={choices.lambda ?? base.lambda}
              onChange={(lambda) => change({ lambda })}
            />
            <Select
              label="Index"
              allowDeselect={false}
              data={base.versions}
              value={choices.indexVersion ?? base.currentVersion}
              onChange={(value) => value !== null && change({ indexVersion: value })}
            />
            <Select
              label="Answered by"
              allowDeselect={false}
              data={[
                { value: EXTRACTIVE, label: 'extractive-v1 (quotes, no model)' },
                ...chats.map((option) => ({
                  value: keyOf(option),
                  label: `${option.model} (${option.name})`,
                })),
              ]}
              value={chat === null ? EXTRACTIVE : keyOf(chat)}
              onChange={(value) => change({ chat: chatOf(chats.find((option) => keyOf(option) === value)) })}
            />
            <Select
              label="Prompt"
              description={
                <>
                  {chat === null ? 'For a model that writes. ' : ''}
                  <TextLink
                    href={`/${project}/knowledge#section-system-prompts`}
                    size="xs"
                    underline="always"
                  >
                    Read and write prompts
                  </TextLink>
                </>
              }
              inputWrapperOrder={['label', 'input', 'description']}
              allowDeselect={false}
              searchable
              disabled={chat === null}
              data={[...prompts]}
              value={choices.promptVersion ?? base.promptVersion}
              onChange={(value) => value !== null && change({ promptVersion: value })}
            />
          </SimpleGrid>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

function keyOf({ connectionId, model }: { connectionId: string; model: string }): string {
  return `${connectionId}/${model}`;
}

function chatOf(option: ChatOption | undefined): { connectionId: string; model: string } | null {
  return option === undefined ? null : { connectionId: option.connectionId, model: option.model };
}
