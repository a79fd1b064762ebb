'use client';
import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  NumberInput,
  Paper,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { STRATUM_DIMENSIONS, type StratumDimension } from '#lib/labelling/schema.ts';
import { FilterChip } from '../../_components/filter-chip.tsx';
import { type FieldName, namedFilters } from '../../_components/filter-fields.ts';
import { FilterMenu } from '../../_components/filter-menu.tsx';
import { newRule, PRESETS, type RuleValues } from './rule-values.ts';

const STRATUM_WORDS: Record<StratumDimension, string> = {
  zeroHit: 'Zero hits or not',
  retrieval: 'State of retrieval, as known without labels',
  model: 'Model',
  promptVersion: 'Prompt version',
  retriever: 'Retriever',
  indexVersion: 'Index version',
  environment: 'Environment',
  release: 'Release',
};
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

interface RuleProps {
  rule: RuleValues;
  onChange: (part: Partial<RuleValues>) => void;
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

function RuleFilter({ project, rule, onChange }: RuleProps & { project: string }) {
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

function Stratified({ rule, onChange }: RuleProps) {
  return (
    <Group gap="md" align="start">
      <Select
        label="Groups"
        data={STRATUM_DIMENSIONS.map((value) => ({ value, label: STRATUM_WORDS[value] }))}
        value={rule.by}
        allowDeselect={false}
        onChange={(by) => by !== null && onChange({ by: by as StratumDimension })}
      />
      <NumberInput
        label="Of each group, a run"
        min={1}
        max={5000}
        allowDecimal={false}
        w={170}
        value={rule.wantEach}
        onChange={(wantEach) => onChange({ wantEach })}
      />
      <Percent label="At least this share" field="floorPercent" {...{ rule, onChange }} />
    </Group>
  );
}

function Priority({ rule, onChange }: RuleProps) {
  return (
    <Stack gap="sm">
      <Checkbox.Group
        label="These have the higher chance"
        value={rule.presets}
        onChange={(presets) => onChange({ presets })}
      >
        <Group gap="md" mt={6}>
          {Object.entries(PRESETS).map(([value, { label }]) => (
            <Checkbox key={value} value={value} label={label} />
          ))}
        </Group>
      </Checkbox.Group>
      <Group gap="md" align="start">
        <NumberInput
          label="Best hit's similarity below"
          placeholder="any"
          step={0.05}
          w={190}
          value={rule.topScoreBelow}
          onChange={(topScoreBelow) => onChange({ topScoreBelow })}
        />
        <TextInput
          label="Score, by name"
          placeholder="none"
          maxLength={256}
          w={190}
          value={rule.scoreName}
          onChange={(event) => onChange({ scoreName: event.currentTarget.value })}
        />
        <NumberInput
          label="below"
          step={0.05}
          w={110}
          value={rule.scoreBelow}
          onChange={(scoreBelow) => onChange({ scoreBelow })}
        />
      </Group>
      {rule.others.length > 0 && (
        <Group gap="xs">
          <Text size="sm">{`And ${rule.others.length} further condition${rule.others.length === 1 ? '' : 's'} set through the API.`}</Text>
          <Button size="compact-sm" variant="default" onClick={() => onChange({ others: [] })}>
            Drop
          </Button>
        </Group>
      )}
      <Group gap="md" align="start">
        <Percent label="Share of these" field="percent" {...{ rule, onChange }} />
        <Percent label="Share of all others" field="floorPercent" {...{ rule, onChange }} />
      </Group>
    </Stack>
  );
}

function Percent({
  label,
  field,
  rule,
  onChange,
}: RuleProps & { label: string; field: 'percent' | 'floorPercent' }) {
  return (
    <NumberInput
      label={label}
      suffix=" %"
      min={0}
      max={100}
      w={170}
      value={rule[field]}
      onChange={(value) => onChange({ [field]: value })}
    />
  );
}
