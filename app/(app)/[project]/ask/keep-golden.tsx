'use client';
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark } from '@tabler/icons-react';
import type { AskAnswer } from '#lib/pipeline/schema.ts';
import { KeepInGoldenSetDialog } from '../queries/keep-in-golden-set-dialog.tsx';

/** Keeps a question with its answer in a golden set. */
export function KeepGolden({ project, answer }: { project: string; answer: AskAnswer }) {
  const [opened, { open, close }] = useDisclosure(false);
  if (answer.outcome === 'failed') return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        onClick={open}
        leftSection={<IconBookmark size={14} aria-hidden />}
      >
        Keep in a golden set
      </Button>
      <KeepInGoldenSetDialog
        project={project}
        queryId={answer.id}
        seen={seenOf(answer)}
        opened={opened}
        onClose={close}
      />
    </>
  );
}

/** The passages that were cited are what a good answer needs; where nothing was found, nobody has said so yet. */
function seenOf({ outcome, answer, hits, citations }: AskAnswer) {
  if (outcome !== 'answered') return undefined;
  return { idealAnswer: answer, relevantIds: citations.flatMap((number) => hits[number - 1]?.id ?? []) };
}
