'use client';
import { NumberInput, Select, TextInput } from '@mantine/core';
import { CHUNKING_STRATEGIES, ZERO_HIT_ANSWERS } from '#lib/pipeline/schema.ts';
import type { ConnectionChoice } from '#lib/providers/schema.ts';
import { LambdaInput, ModeSelect } from '../../ask/retrieval-fields.tsx';
import { STRATEGY_WORDS } from '../_components/index-words.ts';
import { overlapFault, type SettingsValues } from './settings-values.ts';

interface FieldsProps {
  values: SettingsValues;
  onChange: (part: Partial<SettingsValues>) => void;
}

const ZERO_HIT_WORDS = { say_unknown: 'Say openly that it is not known', ask_back: 'Ask back' };
const NONE = '';
type NumericSetting = 'limit' | 'overlap' | 'k' | 'fetchK' | 'lexicalWeight';

/** What an index is made of: a change of these needs another index. */
export function IndexFields({
  models,
  stores,
  ...props
}: FieldsProps & { models: readonly ConnectionChoice[]; stores: readonly ConnectionChoice[] }) {
  const { values, onChange } = props;
  const hasVectors = values.embeddingConnection !== NONE;
  return (
    <>
      <Select
        label="Chunks"
        allowDeselect={false}
        data={CHUNKING_STRATEGIES.map((value) => ({ value, label: STRATEGY_WORDS[value] }))}
        value={values.strategy}
        onChange={(value) => value !== null && onChange({ strategy: value })}
      />
      <NumberInput label="Most tokens of a chunk" min={128} max={4096} {...numeric(props, 'limit')} />
      <NumberInput
        label="Overlap, tokens"
        min={0}
        max={1024}
        error={overlapFault(values)}
        {...numeric(props, 'overlap')}
      />
      <ConnectionSelect
        label="Embedding connection"
        none="None: words only"
        connections={models}
        value={values.embeddingConnection}
        onChange={(chosen) =>
          onChange({
            embeddingConnection: chosen?.id ?? NONE,
            embeddingModel: chosen?.options.embeddingModel ?? '',
          })
        }
      />
      <TextInput
        label="Embedding model"
        disabled={!hasVectors}
        required={hasVectors}
        value={values.embeddingModel}
        onChange={(event) => onChange({ embeddingModel: event.currentTarget.value })}
      />
      <ConnectionSelect
        label="Vectors in"
        none="Built-in index"
        connections={stores}
        disabled={!hasVectors}
        value={values.vectorStore}
        onChange={(chosen) => onChange({ vectorStore: chosen?.id ?? NONE })}
      />
    </>
  );
}

/** How passages are found, and from what score on they count. */
export function RetrievalFields(props: FieldsProps) {
  const { values, onChange } = props;
  return (
    <>
      <ModeSelect
        hasVectors={values.embeddingConnection !== NONE}
        value={values.mode}
        onChange={(mode) => onChange({ mode })}
      />
      <NumberInput label="Passages (k)" min={1} max={50} {...numeric(props, 'k')} />
      {values.mode === 'mmr' ? (
        <>
          <NumberInput label="Candidates of MMR (fetchK)" min={1} max={200} {...numeric(props, 'fetchK')} />
          <LambdaInput value={values.lambda} onChange={(lambda) => onChange({ lambda })} />
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
          {...numeric(props, 'lexicalWeight')}
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
        onChange={(value) => onChange({ threshold: typeof value === 'number' ? value : '' })}
      />
    </>
  );
}

/** Who writes the answer, and what is said where nothing was found. */
export function AnsweringFields({
  values,
  onChange,
  models,
  prompts,
}: FieldsProps & { models: readonly ConnectionChoice[]; prompts: readonly string[] }) {
  const hasModel = values.chatConnection !== NONE;
  return (
    <>
      <Select
        label="When nothing is found"
        allowDeselect={false}
        data={ZERO_HIT_ANSWERS.map((value) => ({ value, label: ZERO_HIT_WORDS[value] }))}
        value={values.zeroHits}
        onChange={(value) => value !== null && onChange({ zeroHits: value })}
      />
      <ConnectionSelect
        label="Answered by"
        none="extractive-v1 (quotes, no model)"
        connections={models}
        value={values.chatConnection}
        onChange={(chosen) =>
          onChange({ chatConnection: chosen?.id ?? NONE, chatModel: chosen?.options.chatModel ?? '' })
        }
      />
      <TextInput
        label="Model"
        disabled={!hasModel}
        required={hasModel}
        value={values.chatModel}
        onChange={(event) => onChange({ chatModel: event.currentTarget.value })}
      />
      <Select
        label="Prompt"
        allowDeselect={false}
        disabled={!hasModel}
        data={[...prompts]}
        value={values.promptVersion}
        onChange={(value) => value !== null && onChange({ promptVersion: value })}
      />
    </>
  );
}

/** One of the connections, or `none` of them in those words. */
function ConnectionSelect(props: {
  label: string;
  none: string;
  connections: readonly ConnectionChoice[];
  disabled?: boolean;
  value: string;
  onChange: (chosen: ConnectionChoice | undefined) => void;
}) {
  return (
    <Select
      label={props.label}
      allowDeselect={false}
      disabled={props.disabled ?? false}
      data={[
        { value: NONE, label: props.none },
        ...props.connections.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={props.value}
      onChange={(value) => props.onChange(props.connections.find(({ id }) => id === value))}
    />
  );
}

/** A number that cannot be left empty: what was typed last stands. */
function numeric({ values, onChange }: FieldsProps, name: NumericSetting) {
  return {
    value: values[name],
    onChange: (value: number | string) => typeof value === 'number' && onChange({ [name]: value }),
  };
}
