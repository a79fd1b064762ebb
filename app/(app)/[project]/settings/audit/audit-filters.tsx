'use client';
import { Button, Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { AUDIT_ACTIONS } from '#lib/auth/audit-actions.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import type { RangePreset } from '../../../../_components/range-presets.ts';
import { useUrlParams } from '../../../../_components/use-url-params.ts';
import { RangePicker } from '../../_components/range-picker.tsx';
import { actionWords } from './audit-words.ts';

interface AuditFiltersProps {
  actors: readonly string[];
  filter: Pick<Filter, 'from' | 'to'>;
  range: RangePreset | 'custom';
  tz: string;
}

export function AuditFilters({ actors, filter, range, tz }: AuditFiltersProps) {
  const { params, update } = useUrlParams();
  const subject = params.get('subject') ?? '';
  const set = (name: string, value: string | null) =>
    update((next) => {
      if (value === null || value === '') next.delete(name);
      else next.set(name, value);
    });
  return (
    <Group gap="xs" align="flex-end">
      <RangePicker filter={filter} range={range} tz={tz} update={update} />
      <Select
        aria-label="Action"
        placeholder="Any action"
        clearable
        clearButtonProps={{ 'aria-label': 'Any action' }}
        searchable
        data={AUDIT_ACTIONS.map((action) => ({ value: action, label: actionWords(action) }))}
        value={params.get('action')}
        onChange={(value) => set('action', value)}
        w={210}
      />
      <Select
        aria-label="Person or key"
        placeholder="Anyone"
        clearable
        clearButtonProps={{ 'aria-label': 'Anyone' }}
        searchable
        data={[...actors]}
        value={params.get('actor')}
        onChange={(value) => set('actor', value)}
        w={200}
      />
      <SubjectField key={subject} value={subject} onSearch={(text) => set('subject', text)} />
    </Group>
  );
}

function SubjectField({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim());
      }}
    >
      <Group gap={6} wrap="nowrap">
        <TextInput
          aria-label="Subject contains"
          placeholder="Subject contains"
          maxLength={300}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          w={200}
        />
        <Button type="submit" variant="default">
          Search
        </Button>
      </Group>
    </form>
  );
}
