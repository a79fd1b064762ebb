'use client';
import { Alert, Badge, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { IconQuote } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { AskAnswer, AskHit } from '#lib/pipeline/schema.ts';
import { LongText } from '../../../_components/long-text.tsx';
import { formatMs, formatScore } from '../../../_components/number-format.ts';
import { SafeMarkdown } from '../../../_components/safe-markdown.tsx';
import { TextLink } from '../../../_components/text-link.tsx';
import { LatencyBar, LatencySwatch } from '../_components/latency-bar.tsx';
import classes from './ask.module.css';
import type { AskRun } from './ask-run.ts';
import { KeepGolden } from './keep-golden.tsx';

const OUTCOMES: Record<AskAnswer['outcome'], string> = {
  answered: 'Answered',
  not_known: 'Not known',
  asked_back: 'Asked back',
  failed: 'Failed',
};

/** An answer as it comes, with its hits. Only one panel of a page may be `linked`: its citations lead to its hits. */
export function AnswerPanel({
  project,
  run,
  heading,
  linked,
}: {
  project: string;
  run: AskRun;
  heading: string;
  linked: boolean;
}) {
  const { answer, hits } = run;
  return (
    <Stack component="section" aria-label={heading} gap="sm" miw={0}>
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h5">
          {heading}
        </Title>
        {answer === undefined ? (
          <Loader size="xs" aria-label="Being answered" />
        ) : (
          <Outcome answer={answer} />
        )}
      </Group>
      <div className={classes.answer} aria-live="polite">
        <AnswerText run={run} linked={linked} />
      </div>
      <LatencyLine run={run} />
      {answer === undefined ? null : <Facts project={project} answer={answer} />}
      {hits === undefined ? null : <Hits hits={hits} citations={answer?.citations ?? []} linked={linked} />}
    </Stack>
  );
}

function AnswerText({ run, linked }: { run: AskRun; linked: boolean }) {
  const { answer, hits, text } = run;
  const error = answer?.error ?? null;
  return (
    <>
      {text === '' && error === null ? (
        <Text c="dimmed">{hits === undefined ? 'Looking for passages …' : 'Writing the answer …'}</Text>
      ) : null}
      {text === '' ? null : <SafeMarkdown text={text} citations={linked ? (hits?.length ?? 0) : 0} />}
      {error === null ? null : (
        <Alert variant="default" role="alert" mt={text === '' ? 0 : 'sm'} title={`The ${error.stage} failed`}>
          {error.message}
        </Alert>
      )}
    </>
  );
}

function Outcome({ answer }: { answer: AskAnswer }) {
  return (
    <Badge variant="default" radius="sm" tt="none" fw={500}>
      {OUTCOMES[answer.outcome]}
    </Badge>
  );
}

/** How long each part has taken so far, and at the end how long it took. */
function LatencyLine({ run }: { run: AskRun }) {
  const now = useNow(run.answer === undefined);
  const total = Math.max(0, now - run.startedAt);
  const { retrievalMs } = run;
  const latency = run.answer?.latency ?? {
    retrievalMs: retrievalMs ?? total,
    generationMs: retrievalMs === undefined ? null : Math.max(0, total - retrievalMs),
    firstTokenMs: null,
    totalMs: total,
  };
  return (
    <div>
      <LatencyBar latency={latency} fullMs={latency.totalMs ?? 0} tall />
      <Group gap="sm" mt={4}>
        <Text size="sm">
          <LatencySwatch of="retrieval" /> Retrieval {formatMs(latency.retrievalMs ?? 0)}
        </Text>
        {latency.generationMs === null ? null : (
          <Text size="sm">
            <LatencySwatch of="generation" /> Answer {formatMs(latency.generationMs)}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          Total {formatMs(latency.totalMs ?? 0)}
        </Text>
      </Group>
    </div>
  );
}

function useNow(running: boolean): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}

function Facts({ project, answer }: { project: string; answer: AskAnswer }) {
  const { tokens } = answer;
  return (
    <Group gap="md">
      <TextLink href={`/${project}/queries/${encodeURIComponent(answer.id)}`} size="sm" underline="always">
        Open the logged query
      </TextLink>
      <KeepGolden project={project} answer={answer} />
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {[
          answer.model,
          answer.promptVersion,
          answer.retriever,
          answer.indexVersion,
          tokens === null ? '' : `${tokens.input} + ${tokens.output} tokens`,
        ]
          .filter((fact) => fact !== '')
          .join(' · ')}
      </Text>
    </Group>
  );
}

function Hits({
  hits,
  citations,
  linked,
}: {
  hits: readonly AskHit[];
  citations: readonly number[];
  linked: boolean;
}) {
  if (hits.length === 0)
    return (
      <Text size="sm" c="dimmed">
        No passage reached the threshold, so nothing was answered from.
      </Text>
    );
  return (
    <ol className={classes.hits} aria-label="Passages">
      {hits.map((hit, i) => (
        <li key={hit.id} className={classes.hit} {...(linked ? { id: `hit-${i + 1}` } : {})}>
          <Group gap="xs" align="baseline" mb={4}>
            <span className={classes.rank}>{i + 1}</span>
            <Text fw={500} size="sm" style={{ flex: '1 1 10rem' }}>
              <bdi>{hit.title}</bdi>
            </Text>
            {citations.includes(i + 1) ? (
              <Badge
                variant="default"
                radius="sm"
                tt="none"
                fw={500}
                leftSection={<IconQuote size={12} aria-hidden />}
              >
                Cited
              </Badge>
            ) : null}
            <Text size="sm" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
              {hit.score === null ? '' : formatScore(hit.score)}
            </Text>
          </Group>
          <LongText text={hit.text} />
          <Text size="xs" c="dimmed" mt={4} style={{ overflowWrap: 'anywhere' }}>
            <bdi>{hit.id}</bdi>
          </Text>
        </li>
      ))}
    </ol>
  );
}
