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

/** Why an answer is not whole although nothing failed. */
const CUT_BY: Partial<Record<NonNullable<AskAnswer['finishReason']>, string>> = {
  length: 'Cut at the limit of the length that the model may write.',
  content_filter: "Cut by the provider's content filter.",
};

/** An answer as it comes, with its hits, to which its citations lead. Two panels of a page have two `hitPrefix`es. */
export function AnswerPanel({
  project,
  run,
  heading,
  hitPrefix,
  mayKeep,
}: {
  project: string;
  run: AskRun;
  heading: string;
  hitPrefix: string;
  /** Whether it may be put into a golden set. */
  mayKeep: boolean;
}) {
  const { answer, hits } = run;
  return (
    <Stack component="section" aria-label={heading} gap="sm" miw={0}>
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h5">
          {heading}
        </Title>
        {isUnderWay(run) ? (
          <Loader size="xs" aria-label="Being answered" />
        ) : (
          <Badge variant="default" radius="sm" tt="none" fw={500}>
            {answer === undefined ? 'Stopped' : OUTCOMES[answer.outcome]}
          </Badge>
        )}
      </Group>
      <div className={classes.answer} aria-live="polite">
        <AnswerText run={run} hitPrefix={hitPrefix} />
      </div>
      <LatencyLine run={run} />
      {answer === undefined ? null : <Facts project={project} answer={answer} mayKeep={mayKeep} />}
      {hits === undefined ? null : (
        <Hits hits={hits} citations={answer?.citations ?? []} hitPrefix={hitPrefix} />
      )}
    </Stack>
  );
}

function isUnderWay({ answer, brokenOffAt }: AskRun): boolean {
  return answer === undefined && brokenOffAt === undefined;
}

function AnswerText({ run, hitPrefix }: { run: AskRun; hitPrefix: string }) {
  const { answer, hits, text } = run;
  const error = answer?.error ?? null;
  const cut = CUT_BY[answer?.finishReason ?? 'stop'];
  return (
    <>
      {text === '' && isUnderWay(run) ? (
        <Text c="dimmed">{hits === undefined ? 'Looking for passages …' : 'Writing the answer …'}</Text>
      ) : null}
      {text === '' && answer?.error === null ? <Text c="dimmed">It has no answer.</Text> : null}
      {text === '' ? null : <SafeMarkdown text={text} citations={hits?.length ?? 0} hitPrefix={hitPrefix} />}
      {error === null ? null : (
        <Alert
          variant="default"
          role="alert"
          mt={text === '' ? 0 : 'sm'}
          title={error.stage === 'other' ? 'It failed' : `The ${error.stage} failed`}
        >
          {error.message}
        </Alert>
      )}
      {cut === undefined || error !== null ? null : (
        <Text c="dimmed" size="sm" mt="sm">
          {cut}
        </Text>
      )}
      {run.brokenOffAt === undefined ? null : (
        <Text c="dimmed" mt={text === '' ? 0 : 'sm'}>
          Stopped before the answer was complete. What had come by then is logged.
        </Text>
      )}
    </>
  );
}

/** How long each part has taken so far, and at the end how long it took. */
function LatencyLine({ run }: { run: AskRun }) {
  const now = useNow(isUnderWay(run));
  const total = Math.max(0, (run.brokenOffAt ?? now) - run.startedAt);
  const { retrievalMs } = run;
  const latency = run.answer?.latency ?? {
    retrievalMs: retrievalMs ?? total,
    generationMs: retrievalMs === undefined ? null : Math.max(0, total - retrievalMs),
    firstTokenMs: null,
    totalMs: total,
  };
  if (run.answer !== undefined && latency.totalMs === 0) return null; // logged without its latency
  return (
    <div>
      <LatencyBar latency={latency} fullMs={latency.totalMs} tall />
      <Group gap="sm" mt={4}>
        {latency.retrievalMs === null ? null : (
          <Text size="sm">
            <LatencySwatch of="retrieval" /> Retrieval {formatMs(latency.retrievalMs)}
          </Text>
        )}
        {latency.generationMs === null ? null : (
          <Text size="sm">
            <LatencySwatch of="generation" /> Answer {formatMs(latency.generationMs)}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          Total {formatMs(latency.totalMs)}
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

function Facts({ project, answer, mayKeep }: { project: string; answer: AskAnswer; mayKeep: boolean }) {
  const { tokens } = answer;
  return (
    <Group gap="md">
      <TextLink href={`/${project}/queries/${encodeURIComponent(answer.id)}`} size="sm" underline="always">
        Open the logged query
      </TextLink>
      {mayKeep ? <KeepGolden project={project} answer={answer} /> : null}
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
  hitPrefix,
}: {
  hits: readonly AskHit[];
  citations: readonly number[];
  hitPrefix: string;
}) {
  if (hits.length === 0)
    return (
      <Text size="sm" c="dimmed">
        No passages: nothing was found to answer from.
      </Text>
    );
  return (
    <ol className={classes.hits} aria-label="Passages">
      {hits.map((hit, i) => (
        <li key={hit.id} className={classes.hit} id={`${hitPrefix}${i + 1}`}>
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
