'use client';
import { Alert, Button, Group, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { CHUNKING_STRATEGIES, type KnowledgeBaseView, ZERO_HIT_ANSWERS } from '#lib/pipeline/schema.ts';
import type { ConnectionChoice } from '#lib/providers/schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { useSubmission } from '../../../../_components/use-submission.ts';
import { LambdaInput, ModeSelect } from '../../ask/retrieval-fields.tsx';
import { STRATEGY_WORDS } from '../_components/index-words.ts';
import { settingsBody, settingsOf } from './settings-values.ts';

interface BaseSettingsProps {
  project: string;
  base: KnowledgeBaseView;
  connections: readonly ConnectionChoice[];
  prompts: readonly string[];
}

const ZERO_HIT_WORDS = { say_unknown: 'Say openly that it is not known', ask_back: 'Ask back' };
const NONE = '';
type NumericSetting = 'limit' | 'overlap' | 'k' | 'fetchK' | 'lexicalWeight';

export function BaseSettings({ project, base, connections, prompts }: BaseSettingsProps) {
  const router = useRouter();
  const [values, setValues] = useState(() => settingsOf(base));
  const [saved, setSaved] = useState(false);
  const { busy, error, send } = useSubmission();
  const set = (part: Partial<typeof values>) => {
    setSaved(false);
    setValues({ ...values, ...part });
  };
  const models = connections.filter(({ kind }) => kind === 'openai');
  const stores = connections.filter(({ kind }) => kind !== 'openai');
  const choice = ({ id, name }: ConnectionChoice) => ({ value: id, label: name });
  const save = () =>
    send(async () => {
      const path = `/api/v1/knowledge/${encodeURIComponent(base.id)}`;
      await callApi(project, 'PATCH', path, settingsBody(values, base));
      setSaved(true);
      router.refresh();
    });
  const numeric = (name: NumericSetting) => ({
    value: values[name],
    onChange: (value: number | string) => typeof value === 'number' && set({ [name]: value }),
  });
  return (
    <Stack
      component="form"
      gap="sm"
      maw={860}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
        <Select
          label="Chunks"
          allowDeselect={false}
          data={CHUNKING_STRATEGIES.map((value) => ({ value, label: STRATEGY_WORDS[value] }))}
          value={values.strategy}
          onChange={(value) => value !== null && set({ strategy: value })}
        />
        <NumberInput label="Most tokens of a chunk" min={128} max={4096} {...numeric('limit')} />
        <NumberInput label="Overlap, tokens" min={0} max={1024} {...numeric('overlap')} />
        <Select
          label="Embedding connection"
          allowDeselect={false}
          data={[{ value: NONE, label: 'None: words only' }, ...models.map(choice)]}
          value={values.embeddingConnection}
          onChange={(value) => {
            const chosen = models.find(({ id }) => id === value);
            set({ embeddingConnection: value ?? NONE, embeddingModel: chosen?.options.embeddingModel ?? '' });
          }}
        />
        <TextInput
          label="Embedding model"
          disabled={values.embeddingConnection === NONE}
          required={values.embeddingConnection !== NONE}
          value={values.embeddingModel}
          onChange={(event) => set({ embeddingModel: event.currentTarget.value })}
        />
        <Select
          label="Vectors in"
          allowDeselect={false}
          disabled={values.embeddingConnection === NONE}
          data={[{ value: NONE, label: 'Built-in index' }, ...stores.map(choice)]}
          value={values.vectorStore}
          onChange={(value) => set({ vectorStore: value ?? NONE })}
        />
        <ModeSelect
          hasVectors={values.embeddingConnection !== NONE}
          value={values.mode}
          onChange={(mode) => set({ mode })}
        />
        <NumberInput label="Passages (k)" min={1} max={50} {...numeric('k')} />
        {values.mode === 'mmr' ? (
          <>
            <NumberInput label="Candidates of MMR (fetchK)" min={1} max={200} {...numeric('fetchK')} />
            <LambdaInput value={values.lambda} onChange={(lambda) => set({ lambda })} />
          </>
        ) : null}
        {values.mode === 'hybrid' ? (
          <NumberInput
            label="Weight of the words"
            description="The rest is the similarity's"
            inputWrapperOrder={['label', 'input', 'description']}
            min={0}
            max={1}
            step={0.1}
            {...numeric('lexicalWeight')}
          />
        ) : null}
        <NumberInput
          label="Threshold"
          description="Empty: as measured for each index"
          inputWrapperOrder={['label', 'input', 'description']}
          min={-1}
          max={1}
          step={0.05}
          value={values.threshold}
          onChange={(value) => set({ threshold: typeof value === 'number' ? value : '' })}
        />
        <Select
          label="When nothing is found"
          allowDeselect={false}
          data={ZERO_HIT_ANSWERS.map((value) => ({ value, label: ZERO_HIT_WORDS[value] }))}
          value={values.zeroHits}
          onChange={(value) => value !== null && set({ zeroHits: value })}
        />
        <Select
          label="Answered by"
          allowDeselect={false}
          data={[{ value: NONE, label: 'extractive-v1 (quotes, no model)' }, ...models.map(choice)]}
          value={values.chatConnection}
          onChange={(value) => {
            const chosen = models.find(({ id }) => id === value);
            set({ chatConnection: value ?? NONE, chatModel: chosen?.options.chatModel ?? '' });
          }}
        />
        <TextInput
          label="Model"
          disabled={values.chatConnection === NONE}
          required={values.chatConnection !== NONE}
          value={values.chatModel}
          onChange={(event) => set({ chatModel: event.currentTarget.value })}
        />
        <Select
          label="Prompt"
          allowDeselect={false}
          disabled={values.chatConnection === NONE}
          data={[...prompts]}
          value={values.promptVersion}
          onChange={(value) => value !== null && set({ promptVersion: value })}
        />
      </SimpleGrid>
      {error === undefined ? null : (
        <Alert variant="default" role="alert">
          {error}
        </Alert>
      )}
      <Group gap="sm">
        <Button type="submit" variant="default" loading={busy}>
          Save
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {saved
            ? 'Saved. Chunks, model and store change with the next index; the rest at once.'
            : 'Chunks, model and store change with the next index; the rest at once.'}
        </Text>
      </Group>
    </Stack>
  );
}
