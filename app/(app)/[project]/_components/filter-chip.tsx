'use client';
import { ActionIcon, Group, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import classes from './filter-chip.module.css';
import { type ActiveFilter, valuesWords } from './filter-fields.ts';

const SHOWN_VALUES = 2;

export function FilterChip({
  active,
  onEdit,
  onRemove,
}: {
  active: ActiveFilter;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const words = valuesWords(active);
  const more = words.length > SHOWN_VALUES ? ` and ${words.length - SHOWN_VALUES} more` : '';
  return (
    <Group className={classes.chip} gap={0} wrap="nowrap">
      <UnstyledButton className={classes.text} onClick={onEdit} title={words.join(', ')}>
        <span className={classes.name}>{active.label}:</span>{' '}
        <bdi>{words.slice(0, SHOWN_VALUES).join(' or ')}</bdi>
        {more}
      </UnstyledButton>
      <ActionIcon
        variant="transparent"
        color="gray"
        size={26}
        onClick={onRemove}
        aria-label={`Remove the filter ${active.label}: ${words.join(', ')}`}
      >
        <IconX size={14} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
