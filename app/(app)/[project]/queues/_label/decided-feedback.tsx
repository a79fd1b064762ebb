'use client';
import { Button, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { FAILURE_WORDS, VERDICT_WORDS, wordsOf } from '../../_components/label-words.ts';
import type { LabelSession } from './label-session.ts';
import type { Feedback, Screen } from './session-snapshot.ts';
import { UndoLast } from './undo-last.tsx';

/** What had been decided of the item that was just labelled, beside what the reviewer said. Enter goes on. */
export function DecidedFeedback({
  screen,
  session,
}: {
  screen: Extract<Screen, { kind: 'feedback' }>;
  session: LabelSession;
}) {
  const { feedback, said } = screen;
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  return (
    <Stack gap="sm" maw={560} py="xl" role="status">
      <Title order={2} size="h3">
        {feedback.agrees ? 'As it was decided' : 'It was decided otherwise'}
      </Title>
      <Text>{`You: ${sentenceOf(said.verdict, said.failure ?? null)}`}</Text>
      <Text>{`Decided: ${sentenceOf(feedback.verdict, feedback.failure)}`}</Text>
      {feedback.note !== null && (
        <Text>
          <bdi>{feedback.note}</bdi>
        </Text>
      )}
      <Text size="sm">
        Your first items here were decided before, so that you can compare. They do not count.
      </Text>
      <Button ref={next} w="fit-content" onClick={() => session.goOn()}>
        Go on
      </Button>
      <UndoLast session={session} mayUndo />
    </Stack>
  );
}

function sentenceOf(verdict: Feedback['verdict'], failure: string | null): string {
  const words = wordsOf(VERDICT_WORDS, verdict);
  return failure === null ? words : `${words}, ${wordsOf(FAILURE_WORDS, failure)}`;
}
