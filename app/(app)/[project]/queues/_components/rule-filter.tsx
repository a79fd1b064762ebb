'use client';
import { Group, Text } from '@mantine/core';
import { useState } from 'react';
import { FilterChip } from '../../_components/filter-chip.tsx';
import { type FieldName, namedFilters } from '../../_components/filter-fields.ts';
import { FilterMenu } from '../../_components/filter-menu.tsx';
import type { RuleProps } from './rule-choices.tsx';

/** Of which queries a rule takes, as filters that are added and removed. */
export function RuleFilter({ project, rule, onChange }: RuleProps & { project: string }) {
  const [editing, setEditing] = useState<FieldName | 'fields' | null>(null);
  const params = new URLSearchParams(rule.filter);
  const active = namedFilters(params);
  const setValues = (param: string, values: readonly string[]) => {
    params.delete(param);
    for (const value of values) params.append(param, value);
    onChange({ filter: params.toString() });
  };
  const apiQuery = new URLSearchParams([...params].filter(([name]) => name !== 'from' && name !== 'to'));
  return (
    <Group gap="xs">
      <Text size="sm">{active.length === 0 ? 'Of all queries that arrive' : 'Of queries with'}</Text>
      {active.map((one) => (
        <FilterChip
          key={one.param}
          active={one}
          onEdit={() => setEditing(one.field.name)}
          onRemove={() => setValues(one.param, [])}
        />
      ))}
      <FilterMenu
        project={project}
        apiQuery={apiQuery.toString()}
        active={active}
        editing={editing}
        onEdit={setEditing}
        onChange={setValues}
      />
    </Group>
  );
}
