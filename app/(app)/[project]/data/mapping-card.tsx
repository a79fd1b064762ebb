'use client';
import { Alert, Button, Group, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { AppliedScoreMapping } from '#lib/labelling/apply-score-mapping.ts';
import type { ScoreMappingView } from '#lib/labelling/queries/score-mappings.ts';
import type { PersonScoreName } from '#lib/query-log/queries/person-scores.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';
import { countOf } from '../../../_components/number-format.ts';
import { formatInstant } from '../../../_components/zoned-time.ts';
import { FAILURE_WORDS, VERDICT_WORDS } from '../_components/label-words.ts';
import { meaningOf, ruleOf, whenOf, whensOf } from './mapping-rules.ts';

interface MappingCardProps {
  project: string;
  name: string;
  /** How many scores of that name there are, and what they say. */
  n: number;
  said: PersonScoreName['said'];
  mapping: ScoreMappingView | undefined;
  tz: string;
}

const VERDICTS = (['correct', 'cannot_tell'] as const).map((verdict) => ({
  value: verdict,
  label: VERDICT_WORDS[verdict],
}));
const FAILING = (['partly', 'wrong'] as const).flatMap((verdict) =>
  Object.entries(FAILURE_WORDS).map(([failure, words]) => ({
    value: `${verdict} ${failure}`,
    label: `${VERDICT_WORDS[verdict]}: ${words}`,
  })),
);
const CHOICES = [{ value: '', label: 'No label' }, ...VERDICTS, ...FAILING];

/** What each value of one score means; saved first, then applied. */
export function MappingCard({ project, name, n, said, mapping, tz }: MappingCardProps) {
  const router = useRouter();
  const [meanings, setMeanings] = useState<Record<string, string>>(() =>
    Object.fromEntries(mapping?.rules.map((rule) => [rule.when, meaningOf(rule)]) ?? []),
  );
  const [reviewer, setReviewer] = useState(mapping?.reviewer ?? '');
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState<string>();
  const whens = whensOf(said, mapping);
  const rules = whens.flatMap((when) => ruleOf(when, meanings[when] ?? '', mapping) ?? []);

  const run = async (work: () => Promise<string>) => {
    setBusy(true);
    setMessage(undefined);
    try {
      setMessage(await work());
      router.refresh();
    } catch (fault) {
      setMessage(messageOf(fault));
    }
    setBusy(false);
  };
  const save = async () => {
    await callApi(project, 'POST', '/api/v1/score-mappings', {
      name,
      rules,
      ...(reviewer.trim() === '' ? {} : { reviewer: reviewer.trim() }),
    });
    return 'Saved. Nothing is labelled until it is applied.';
  };
  const apply = async (id: string) => {
    const path = `/api/v1/score-mappings/${id}/apply`;
    const answer = await callApi<AppliedScoreMapping>(project, 'POST', path, {});
    return appliedWords(answer);
  };

  return (
    <Paper withBorder radius="md" p="sm">
      <Stack gap="xs">
        <CardTitle name={name} n={n} mapping={mapping} tz={tz} />
        {whens.map((when) => (
          <MeaningSelect
            key={when}
            when={when}
            n={said.find((one) => whenOf(one) === when)?.n ?? 0}
            value={meanings[when] ?? ''}
            onChange={(meaning) => setMeanings((before) => ({ ...before, [when]: meaning }))}
          />
        ))}
        <TextInput
          size="sm"
          maw={420}
          label="In whose name"
          description="Empty: the version of each score, which says who gave it"
          value={reviewer}
          maxLength={200}
          onChange={(event) => setReviewer(event.currentTarget.value)}
        />
        <Group gap="xs">
          <Button
            size="compact-sm"
            loading={busy}
            disabled={rules.length === 0}
            onClick={() => void run(save)}
          >
            Save
          </Button>
          {mapping === undefined ? null : (
            <Button
              size="compact-sm"
              variant="default"
              loading={busy}
              onClick={() => void run(() => apply(mapping.id))}
            >
              Apply as saved
            </Button>
          )}
        </Group>
        {message === undefined ? null : (
          <Alert variant="default" role="status" p="xs">
            {message}
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}

function CardTitle({ name, n, mapping, tz }: Pick<MappingCardProps, 'name' | 'n' | 'mapping' | 'tz'>) {
  return (
    <Text fw={500}>
      <bdi>{name}</bdi>{' '}
      <Text span size="sm" c="dimmed">
        {countOf(n, 'score')}
        {mapping === undefined ? ', not mapped' : ''}
        {mapping?.appliedAt == null ? '' : `, applied ${formatInstant(mapping.appliedAt, tz, 'minute')}`}
      </Text>
    </Text>
  );
}

/** What one value means as a label; `n` is how often it was said. */
function MeaningSelect(props: {
  when: string;
  n: number;
  value: string;
  onChange: (meaning: string) => void;
}) {
  return (
    <Select
      size="sm"
      maw={420}
      allowDeselect={false}
      label={<bdi>{`${props.when} (${props.n})`}</bdi>}
      data={CHOICES}
      value={props.value}
      onChange={(value) => props.onChange(value ?? '')}
    />
  );
}

function appliedWords({ accepted, duplicates, kept, unmatched, rejected, rejections }: AppliedScoreMapping) {
  const [first] = rejections;
  return [
    `${countOf(accepted, 'label')} written, ${duplicates} stood already, ${kept} kept because the reviewer labelled later, ${unmatched} without a meaning, ${rejected} rejected.`,
    ...(first === undefined ? [] : [`The first rejected: query ${first.queryId}, ${first.message}.`]),
  ].join(' ');
}
