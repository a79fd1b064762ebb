'use client';
import { Button, Checkbox, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { STRATUM_DIMENSIONS, type StratumDimension } from '#lib/labelling/schema.ts';
import { PRESETS, type RuleValues } from './rule-values.ts';

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

export interface RuleProps {
  rule: RuleValues;
  onChange: (part: Partial<RuleValues>) => void;
}

/** How many of each group. */
export function Stratified({ rule, onChange }: RuleProps) {
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

/** Which queries have the higher chance, and what the chances are. */
export function Priority({ rule, onChange }: RuleProps) {
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

export function Percent({
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
