'use client';
import { NumberInput, Select } from '@mantine/core';
import { RETRIEVAL_MODES, type RetrievalMode } from '#lib/pipeline/schema.ts';
import { MODE_WORDS } from './ask-choices.ts';

/** How passages are found; what needs vectors cannot be chosen without. */
export function ModeSelect(props: {
  hasVectors: boolean;
  value: RetrievalMode;
  onChange: (mode: RetrievalMode) => void;
}) {
  return (
    <Select
      label="Retrieval"
      allowDeselect={false}
      data={RETRIEVAL_MODES.map((value) => ({
        value,
        label: MODE_WORDS[value],
        disabled: !props.hasVectors && (value === 'similarity' || value === 'hybrid'),
      }))}
      value={props.value}
      onChange={(value) => value !== null && props.onChange(value)}
    />
  );
}

export function LambdaInput(props: {
  disabled?: boolean;
  value: number;
  onChange: (lambda: number) => void;
}) {
  return (
    <NumberInput
      label="Lambda of MMR"
      description="1 relevance, 0 variety"
      inputWrapperOrder={['label', 'input', 'description']}
      min={0}
      max={1}
      step={0.1}
      disabled={props.disabled ?? false}
      value={props.value}
      onChange={(value) => typeof value === 'number' && props.onChange(value)}
    />
  );
}
