'use client';
import { Button, NavLink, Popover, ScrollArea, Stack } from '@mantine/core';
import { IconChevronLeft, IconFilter } from '@tabler/icons-react';
import { type ActiveFilter, FILTER_FIELDS, type FieldName } from './filter-fields.ts';
import { FilterValues } from './filter-values.tsx';

interface FilterMenuProps {
  project: string;
  apiQuery: string;
  active: readonly ActiveFilter[];
  /** The field whose values are offered, the list of fields, or nothing while closed. */
  editing: FieldName | 'fields' | null;
  onEdit: (editing: FieldName | 'fields' | null) => void;
  onChange: (param: string, values: readonly string[]) => void;
}

export function FilterMenu({ project, apiQuery, active, editing, onEdit, onChange }: FilterMenuProps) {
  const field = FILTER_FIELDS.find((item) => item.name === editing);
  return (
    <Popover
      opened={editing !== null}
      onChange={(open) => (open ? undefined : onEdit(null))}
      position="bottom-start"
      trapFocus
      shadow="md"
    >
      <Popover.Target>
        <Button
          variant="default"
          px="sm"
          leftSection={<IconFilter size={16} aria-hidden />}
          onClick={() => onEdit(editing === null ? 'fields' : null)}
        >
          Filter
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={field === undefined ? 'Filters' : field.label} p="xs" w={300} maw="94vw">
        {field === undefined ? (
          <ScrollArea.Autosize mah="min(26rem, 60vh)" type="auto">
            {FILTER_FIELDS.map((item) => (
              <NavLink
                key={item.name}
                component="button"
                label={item.label}
                py={5}
                onClick={() => onEdit(item.name)}
                active={active.some((one) => one.field === item)}
              />
            ))}
          </ScrollArea.Autosize>
        ) : (
          <Stack gap="xs">
            <Button
              variant="subtle"
              size="compact-sm"
              justify="start"
              leftSection={<IconChevronLeft size={14} aria-hidden />}
              onClick={() => onEdit('fields')}
            >
              {field.label}
            </Button>
            <FilterValues
              key={field.name}
              project={project}
              apiQuery={apiQuery}
              field={field}
              chosen={active.find((one) => one.field === field)?.values ?? []}
              onChange={onChange}
            />
          </Stack>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
