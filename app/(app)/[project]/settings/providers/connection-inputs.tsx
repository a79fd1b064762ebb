'use client';
import { NumberInput, PasswordInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { presetOf } from '#lib/providers/presets.ts';
import { type ConnectionValues, fieldsOf, hasDimensions } from './connection-fields.ts';

/** The inputs of a connection, those that its preset has. `keyWords` says what the key's field is for. */
export function ConnectionInputs({
  form,
  keyWords,
}: {
  form: UseFormReturnType<ConnectionValues>;
  keyWords: string;
}) {
  const { preset } = form.values;
  return (
    <>
      <TextInput label="Name" autoComplete="off" {...form.getInputProps('name')} />
      <TextInput
        label="Address"
        description={`Such as ${presetOf(preset).example}`}
        type="url"
        autoComplete="off"
        {...form.getInputProps('baseUrl')}
      />
      <PasswordInput
        label="Key"
        description={keyWords}
        autoComplete="new-password"
        {...form.getInputProps('apiKey')}
      />
      {fieldsOf(preset).map(({ name, label, description }) => (
        <TextInput
          key={name}
          label={label}
          description={description}
          autoComplete="off"
          {...form.getInputProps(name)}
        />
      ))}
      {hasDimensions(preset) ? (
        <NumberInput
          label="Numbers in a vector"
          description="Empty: as many as the embedding model makes."
          min={1}
          max={16_000}
          allowDecimal={false}
          {...form.getInputProps('dimensions')}
        />
      ) : null}
    </>
  );
}
