'use client';
import { Button, Checkbox, Group, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FilterField } from './filter-fields.ts';
import { useDimensionValues } from './use-dimension-values.ts';

interface FilterValuesProps {
  project: string;
  apiQuery: string;
  field: FilterField;
  chosen: readonly string[];
  onChange: (param: string, values: readonly string[]) => void;
}

/** The values of one field; each takes effect at once. */
export function FilterValues(props: FilterValuesProps) {
  if (props.field.kind === 'dimension') return <DimensionValueList {...props} />;
  if (props.field.kind === 'choice') return <ChoiceList {...props} />;
  if (props.field.kind === 'key') return <KeyForm {...props} />;
  return <TextForm {...props} />;
}

function toggled(chosen: readonly string[], value: string, single = false): string[] {
  if (chosen.includes(value)) return chosen.filter((item) => item !== value);
  return single ? [value] : [...chosen, value];
}

function ChoiceList({ field, chosen, onChange }: FilterValuesProps) {
  return (
    <ValueList>
      {Object.entries(field.choices ?? {}).map(([value, words]) => (
        <Checkbox
          key={value}
          label={words}
          checked={chosen.includes(value)}
          onChange={() => onChange(field.name, toggled(chosen, value, field.single))}
        />
      ))}
    </ValueList>
  );
}

function DimensionValueList({ project, apiQuery, field, chosen, onChange }: FilterValuesProps) {
  const [search, setSearch] = useState('');
  const found = useDimensionValues(project, apiQuery, field.name);
  if (found.state === 'loading') return <Hint>Looking up the values…</Hint>;
  if (found.state === 'failed') return <Hint>{found.message}</Hint>;
  const absent = chosen.filter((value) => !found.values.some((item) => item.value === value));
  const values = [...absent.map((value) => ({ value, count: 0 })), ...found.values];
  const shown = values.filter((item) => item.value.toLowerCase().includes(search.toLowerCase()));
  if (values.length === 0) return <Hint>No query in this range names one.</Hint>;
  return (
    <>
      {values.length > 8 ? (
        <TextInput
          size="xs"
          aria-label={`Search ${field.label}`}
          placeholder="Search"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      ) : null}
      <ValueList>
        {shown.map(({ value, count }) => (
          <Checkbox
            key={value}
            label={<ValueWithCount value={value} count={count} />}
            styles={{ body: { width: '100%' }, labelWrapper: { flex: 1 } }}
            checked={chosen.includes(value)}
            onChange={() => onChange(field.name, toggled(chosen, value))}
          />
        ))}
      </ValueList>
      {found.total > found.values.length ? (
        <Hint>
          The {found.values.length} most frequent of {found.total}.
        </Hint>
      ) : null}
    </>
  );
}

function ValueWithCount({ value, count }: { value: string; count: number }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="xs" component="span">
      <bdi>{value}</bdi>
      <Text span size="sm" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {count.toLocaleString('en-GB')}
      </Text>
    </Group>
  );
}

function TextForm({ field, chosen, onChange }: FilterValuesProps) {
  const [value, setValue] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (value !== '') onChange(field.name, [...new Set([...chosen, value])]);
        setValue('');
      }}
    >
      <Stack gap="xs">
        {chosen.map((item) => (
          <Checkbox
            key={item}
            label={<bdi>{item}</bdi>}
            checked
            onChange={() => onChange(field.name, toggled(chosen, item))}
          />
        ))}
        <TextInput
          label={`${field.label}, exactly as logged`}
          value={value}
          maxLength={512}
          data-autofocus
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button type="submit" size="compact-sm" disabled={value === ''}>
          Add
        </Button>
      </Stack>
    </form>
  );
}

function KeyForm({ field, onChange }: FilterValuesProps) {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const incomplete = key === '' || value === '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!incomplete) onChange(`${field.name}.${key}`, [value]);
      }}
    >
      <Stack gap="xs">
        <TextInput
          label={field.asks?.key}
          value={key}
          maxLength={256}
          data-autofocus
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <TextInput
          label={field.asks?.value}
          value={value}
          maxLength={512}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Button type="submit" size="compact-sm" disabled={incomplete}>
          Set
        </Button>
      </Stack>
    </form>
  );
}

function ValueList({ children }: { children: React.ReactNode }) {
  return (
    <ScrollArea.Autosize mah="min(22rem, 50vh)" type="auto">
      <Stack gap={8} p={4} pr="sm">
        {children}
      </Stack>
    </ScrollArea.Autosize>
  );
}

function Hint({ children }: { children: React.ReactNode }) {
  return (
    <Text size="sm" c="dimmed" px={4} role="status">
      {children}
    </Text>
  );
}
