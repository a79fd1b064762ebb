'use client';
import {
  Alert,
  Button,
  Group,
  List,
  ListItem,
  NumberInput,
  Skeleton,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useEffect, useState } from 'react';
import { type GoldenSample, goldenSampleSchema } from '#lib/golden-sets/sample-schema.ts';
import { type Filter, toSearchParams } from '#lib/query-log/filter.ts';
import { callApi, messageOf } from '../../../../_components/call-api.ts';
import { countOf } from '../../../../_components/number-format.ts';
import { TextLink } from '../../../../_components/text-link.tsx';
import { useSubmission } from '../../../../_components/use-submission.ts';
import { CoverageTables } from '../_components/coverage-tables.tsx';
import { kindWords } from '../_components/kind-words.ts';

const QUESTIONS_SHOWN = 10;

/** Draws questions that stand for all labelled ones, shows how well, and makes a set of them. */
export function SampleForm({
  project,
  filter,
  filterBar,
  onMade,
}: {
  project: string;
  filter: Filter;
  filterBar: ReactNode;
  onMade: (setId: string) => void;
}) {
  const [size, setSize] = useState<string | number>(50);
  const [name, setName] = useState('');
  const { sample, fault } = useSample(project, filter, Number(size) || 50);
  const { busy, error, send } = useSubmission();
  const chosen = sample?.queries.length ?? 0;
  const save = () =>
    send(async () => {
      const queryIds = sample?.queries.map(({ queryId }) => queryId);
      const body = { name, queryIds, coverage: sample?.coverage };
      const { setId } = await callApi<{ setId: string }>(project, 'POST', '/api/v1/golden-sets', body);
      onMade(setId);
    });
  return (
    <Stack gap="md">
      {filterBar}
      <Group align="end">
        <NumberInput
          label="Questions"
          value={size}
          onChange={setSize}
          min={1}
          max={1000}
          w={120}
          allowDecimal={false}
        />
      </Group>
      {fault !== undefined && (
        <Alert variant="default" role="alert" title="The sample could not be drawn">
          {fault}
        </Alert>
      )}
      {sample === undefined && fault === undefined && <Skeleton h={240} aria-label="Drawing a sample" />}
      {sample !== undefined && chosen === 0 && (
        <Alert variant="default" title="No labelled query fits">
          A question is made of a query whose label says correct, partly correct or wrong.{' '}
          <TextLink href={`/${project}/queues`} underline="always">
            Label some first
          </TextLink>
          , or choose another range or filter.
        </Alert>
      )}
      {sample !== undefined && chosen > 0 && (
        <>
          <CoverageTables coverage={sample.coverage} />
          <FirstQuestions project={project} sample={sample} />
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            <Stack gap="sm" maw={480}>
              <TextInput
                label="Name of the set"
                required
                maxLength={200}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              {error !== undefined && (
                <Alert variant="default" role="alert">
                  {error}
                </Alert>
              )}
              <Group>
                <Button type="submit" loading={busy} disabled={name.trim() === ''}>
                  {`Make a set of ${countOf(chosen, 'question')}`}
                </Button>
              </Group>
            </Stack>
          </form>
        </>
      )}
    </Stack>
  );
}

function FirstQuestions({ project, sample }: { project: string; sample: GoldenSample }) {
  const { queries } = sample;
  const without = queries.filter(({ kind, hasIdealAnswer }) => kind !== 'correct' && !hasIdealAnswer).length;
  return (
    <Stack gap={4}>
      {without > 0 && (
        <Text size="sm">
          {`${countOf(without, 'question')} will have no ideal answer: the logged one was not found correct, and nobody wrote another.`}
        </Text>
      )}
      <Text size="sm" fw={500}>
        {queries.length > QUESTIONS_SHOWN ? `The first ${QUESTIONS_SHOWN}` : 'All of them'}
      </Text>
      <List size="sm" spacing={2}>
        {queries.slice(0, QUESTIONS_SHOWN).map(({ queryId, question, kind }) => (
          <ListItem key={queryId}>
            <TextLink href={`/${project}/queries/${encodeURIComponent(queryId)}`} size="sm" prefetch={false}>
              <bdi>{question.slice(0, 160)}</bdi>
            </TextLink>{' '}
            <Text span size="sm" c="dimmed">
              {kindWords(kind)}
            </Text>
          </ListItem>
        ))}
      </List>
    </Stack>
  );
}

/** The sample of what was last asked for; undefined while it is on its way. */
function useSample(project: string, filter: Filter, size: number) {
  const params = toSearchParams(filter);
  params.set('size', String(size));
  const [query] = useDebouncedValue(params.toString(), 300);
  const [answer, setAnswer] = useState<{ query: string; sample?: GoldenSample; fault?: string }>();
  useEffect(() => {
    const controller = new AbortController();
    callApi(
      project,
      'GET',
      `/api/v1/golden-sets/sample?${query}`,
      undefined,
      goldenSampleSchema,
      controller.signal,
    ).then(
      (sample) => setAnswer({ query, sample }),
      (fault: unknown) => {
        if (!controller.signal.aborted) setAnswer({ query, fault: messageOf(fault) });
      },
    );
    return () => controller.abort();
  }, [project, query]);
  return answer?.query === query ? answer : { sample: undefined, fault: undefined };
}
