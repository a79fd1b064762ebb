'use client';
import { Box, Button, Group } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { Filter } from '#lib/query-log/filter.ts';
import type { RangePreset } from '../../../_components/range-presets.ts';
import { useUrlParams } from '../../../_components/use-url-params.ts';
import { FilterChip } from './filter-chip.tsx';
import { activeFilters, type FieldName, namedFilters } from './filter-fields.ts';
import { FilterMenu } from './filter-menu.tsx';
import { RangePicker } from './range-picker.tsx';
import { SearchField } from './search-field.tsx';

/** What "Clear filters" leaves: where in time one looks, and how the page is set up. */
const KEPT = new Set([
  'from',
  'to',
  'range',
  'tz',
  'k',
  'bucket',
  'groupBy',
  'view',
  'tab',
  'compare',
  'a',
  'b',
  'points',
  'order',
  'as',
]);

export function FilterControls({
  project,
  filter,
  range,
  tz,
  apiQuery,
  ownPeriods,
  children,
}: {
  project: string;
  filter: Filter;
  range: RangePreset | 'custom';
  tz: string;
  apiQuery: string;
  ownPeriods: boolean;
  children?: ReactNode;
}) {
  const { params, update, pending } = useUrlParams();
  const [editing, setEditing] = useState<FieldName | 'fields' | null>(null);
  const active = pending ? namedFilters(params) : activeFilters(filter);

  const setValues = (param: string, values: readonly string[]) =>
    update((next) => {
      next.delete(param);
      for (const value of values) next.append(param, value);
    });
  const clear = () =>
    update((next) => {
      for (const name of new Set(next.keys())) if (!KEPT.has(name)) next.delete(name);
    });

  return (
    <Box aria-busy={pending} style={{ opacity: pending ? 0.75 : 1 }}>
      <Group gap="xs" align="center">
        {ownPeriods ? (
          <Button variant="default" disabled leftSection={<IconCalendar size={16} aria-hidden />} px="sm">
            Each side’s own period
          </Button>
        ) : (
          <RangePicker filter={filter} range={range} tz={tz} update={update} />
        )}
        <SearchField value={params.get('q') ?? ''} update={update} />
        <FilterMenu
          project={project}
          apiQuery={apiQuery}
          active={active}
          editing={editing}
          onEdit={setEditing}
          onChange={setValues}
        />
        {children}
      </Group>
      {active.length === 0 ? null : (
        <Group
          gap={6}
          mt="xs"
          component="ul"
          p={0}
          m={0}
          style={{ listStyle: 'none' }}
          aria-label="Filters in use"
        >
          {active.map((item) => (
            <li key={item.param}>
              <FilterChip
                active={item}
                onEdit={() => setEditing(item.field.name)}
                onRemove={() => setValues(item.param, [])}
              />
            </li>
          ))}
          <li>
            <Button size="compact-sm" variant="subtle" onClick={clear}>
              Clear filters
            </Button>
          </li>
        </Group>
      )}
    </Box>
  );
}
