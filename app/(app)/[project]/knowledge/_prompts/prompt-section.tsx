'use client';
import { Accordion, Button, Group, Modal, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { PromptView } from '#lib/pipeline/queries/prompts.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { type PromptDraft, PromptForm } from './prompt-form.tsx';
import { promptGroups } from './prompt-groups.ts';
import { PromptVersions } from './prompt-versions.tsx';

interface PromptSectionProps {
  project: string;
  prompts: readonly PromptView[];
  mayManage: boolean;
  mayAsk: boolean;
}

/** The system prompts with their versions; who may manage knowledge writes others. */
export function PromptSection({ project, prompts, mayManage, mayAsk }: PromptSectionProps) {
  const [draft, setDraft] = useState<PromptDraft>();
  const groups = promptGroups(prompts);
  const close = () => setDraft(undefined);
  return (
    <Section
      title="System prompts"
      aside={
        mayManage ? (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setDraft({ name: '', text: '', after: undefined })}
          >
            New prompt
          </Button>
        ) : null
      }
    >
      <Text size="sm" c="dimmed" maw={760}>
        What a model is told before the question. A version never changes and queries carry it, so that two
        can be compared. {mayManage ? '' : 'An owner or admin can write others.'}
      </Text>
      <Accordion variant="contained">
        {groups.map((group) => (
          <Accordion.Item key={group.name} value={group.name}>
            <Accordion.Control>
              <Group gap="sm">
                <Text fw={500} style={{ overflowWrap: 'anywhere' }}>
                  {group.name}
                </Text>
                <Text size="sm" c="dimmed">
                  {group.builtIn ? 'comes with Faultline' : countOf(group.versions.length, 'version')}
                </Text>
              </Group>
            </Accordion.Control>
            <Accordion.Panel>
              <PromptVersions
                project={project}
                group={group}
                mayManage={mayManage}
                mayAsk={mayAsk}
                onDraft={setDraft}
              />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      <Modal
        opened={draft !== undefined}
        onClose={close}
        size="lg"
        title={draft?.after === undefined ? 'New prompt' : `New version of ${draft.name}`}
      >
        {draft === undefined ? null : (
          <PromptForm
            project={project}
            draft={draft}
            taken={groups.map(({ name }) => name)}
            onClose={close}
          />
        )}
      </Modal>
    </Section>
  );
}
