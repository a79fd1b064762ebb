'use client';
import { Button, Divider, Group, Popover, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendar, IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { Filter } from '#lib/query-log/filter.ts';
import { RANGE_PRESETS, type RangePreset } from '../../../_components/range-presets.ts';
import type { UpdateUrl } from '../../../_components/use-url-params.ts';
import { fromWallClock, toWallClock } from '../../../_components/zoned-time.ts';
import { rangeWords } from './range-words.ts';

interface RangeProps {
  filter: Pick<Filter, 'from' | 'to'>;
  range: RangePreset | 'custom';
  tz: string;
  update: UpdateUrl;
}

export function RangePicker({ filter, range, tz, update }: RangeProps) {
  const [opened, { toggle, close }] = useDisclosure();
  const choose = (preset: RangePreset) => {
    close();
    update((params) => {
      params.delete('from');
      params.delete('to');
      params.set('range', preset);
    });
  };
  return (
    <Popover
      opened={opened}
      onChange={(open) => (open ? undefined : close())}
      position="bottom-start"
      trapFocus
      shadow="md"
    >
      <Popover.Target>
        <Button
          variant="default"
          onClick={toggle}
          leftSection={<IconCalendar size={16} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={`Range: ${rangeWords(filter, range, tz)}`}
          px="sm"
        >
          {rangeWords(filter, range, tz)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Range" maw="94vw">
        <Stack gap="sm">
          <SimpleGrid cols={3} spacing={6} verticalSpacing={6}>
            {RANGE_PRESETS.map((preset) => (
              <Button
                key={preset.value}
                size="compact-sm"
                variant={range === preset.value ? 'filled' : 'default'}
                aria-pressed={range === preset.value}
                onClick={() => choose(preset.value)}
              >
                {preset.label}
              </Button>
            ))}
          </SimpleGrid>
          <Divider />
          <CustomRange
            key={`${filter.from} ${filter.to}`}
            filter={filter}
            tz={tz}
            update={update}
            onDone={close}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function CustomRange({ filter, tz, update, onDone }: Omit<RangeProps, 'range'> & { onDone: () => void }) {
  const [from, setFrom] = useState(filter.from ? toWallClock(filter.from, tz) : '');
  const [to, setTo] = useState(filter.to ? toWallClock(filter.to, tz) : '');
  const fromIso = fromWallClock(from, tz);
  const toIso = fromWallClock(to, tz);
  const backwards = fromIso !== undefined && toIso !== undefined && fromIso >= toIso;
  const empty = fromIso === undefined && toIso === undefined;
  const apply = () => {
    onDone();
    update((params) => {
      params.delete('range');
      for (const [name, value] of [
        ['from', fromIso],
        ['to', toIso],
      ] as const) {
        if (value === undefined) params.delete(name);
        else params.set(name, value);
      }
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!backwards && !empty) apply();
      }}
    >
      <Stack gap="xs">
        <TextInput
          type="datetime-local"
          label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label="To"
          description="Exclusive; leave empty for the present."
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={backwards ? 'Ends before it begins.' : undefined}
        />
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {tz}
          </Text>
          <Button type="submit" size="compact-sm" disabled={backwards || empty}>
            Apply
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
