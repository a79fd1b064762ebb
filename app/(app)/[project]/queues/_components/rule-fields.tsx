'use client';
import { ActionIcon, Button, Group, Paper, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Percent, Priority, type RuleProps, Stratified } from './rule-choices.tsx';
import { RuleFilter } from './rule-filter.tsx';
import { newRule, type RuleValues } from './rule-values.ts';

const KINDS = [
  { value: 'random', label: 'Random' },
  { value: 'stratified', label: 'By group' },
  { value: 'priority', label: 'Priority' },
];
const KIND_WORDS: Record<RuleValues['kind'], string> = {
  random: 'Every query that fits has the same chance.',
  stratified: 'About the same number of each group, so that rare groups are labelled too.',
  priority:
    'Some queries have a higher chance, all others a smaller one. It sets how many are taken, never the order.',
};

/** The filling rules of a queue. A query that several of them want has the highest of their chances. */
export function RuleFields({
  project,
  rules,
  faults,
  onChange,
}: {
  project: string;
  rules: readonly RuleValues[];
  /** By place. */
  faults: readonly (string | undefined)[];
  onChange: (rules: RuleValues[]) => void;
}) {
  return (
    <Stack gap="sm">
      {rules.map((rule, place) => (
        <OneRule
          key={rule.key}
          project={project}
          number={place + 1}
          rule={rule}
          fault={faults[place]}
          onChange={(part) => onChange(rules.map((other) => (other === rule ? { ...rule, ...part } : other)))}
          onRemove={() => onChange(rules.filter((other) => other !== rule))}
        />
      ))}
      <Button
        variant="default"
        w="fit-content"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => onChange([...rules, newRule()])}
      >
        Add a filling rule
      </Button>
    </Stack>
  );
}

function OneRule({
  project,
  number,
  rule,
  fault,
  onChange,
  onRemove,
}: RuleProps & { project: string; number: number; fault: string | undefined; onRemove: () => void }) {
  return (
    <Paper withBorder p="md" component="fieldset" m={0}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Text component="legend" fw={600} p={0}>{`Rule ${number}`}</Text>
          <ActionIcon variant="subtle" color="gray" onClick={onRemove} aria-label={`Remove rule ${number}`}>
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        </Group>
        <RuleFilter project={project} rule={rule} onChange={onChange} />
        <div>
          <SegmentedControl
            data={KINDS}
            value={rule.kind}
            onChange={(kind) => onChange({ kind: kind as RuleValues['kind'] })}
            aria-label="How it chooses"
          />
          <Text size="sm" mt={4}>
            {KIND_WORDS[rule.kind]}
          </Text>
        </div>
        {rule.kind === 'random' && <Percent label="Share to take" field="percent" {...{ rule, onChange }} />}
        {rule.kind === 'stratified' && <Stratified {...{ rule, onChange }} />}
        {rule.kind === 'priority' && <Priority {...{ rule, onChange }} />}
        {fault !== undefined && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {fault}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
