'use client';
import { Button, Drawer, Group, Loader, Stack, Text } from '@mantine/core';
import { memo, useEffect, useState } from 'react';
import type { OwnLabel } from '#lib/labelling/own-label-schema.ts';
import { messageOf } from '../../../../_components/call-api.ts';
import { TextLink } from '../../../../_components/text-link.tsx';
import { FAILURE_WORDS, VERDICT_WORDS, wordsOf } from '../../_components/label-words.ts';
import { questionText } from '../../_components/question-text.ts';
import classes from './label.module.css';
import { ownLabels } from './labelling-api.ts';

type Found = { labels: OwnLabel[] } | { fault: string };

/** The reviewer's last 50 labels: taken back for ten minutes where they belong to this queue, revised at any time. */
export const LastLabels = memo(function LastLabels({
  project,
  queueId,
  opened,
  onClose,
  onUndo,
}: {
  project: string;
  queueId: string;
  opened: boolean;
  onClose: () => void;
  onUndo: (labelId: string) => Promise<string | undefined>;
}) {
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    if (!opened) return;
    setFound(undefined);
    ownLabels(project)
      .then((labels) => setFound({ labels }))
      .catch((error: unknown) => setFound({ fault: messageOf(error) }));
  }, [project, opened]);

  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      title="My last labels"
      size="md"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {found === undefined && <Loader size="sm" aria-label="Loading" />}
      {found !== undefined && 'fault' in found && <Text role="alert">{found.fault}</Text>}
      {found !== undefined && 'labels' in found && found.labels.length === 0 && (
        <Text>You have not labelled anything yet.</Text>
      )}
      {found !== undefined && 'labels' in found && (
        <ul className={classes.lastLabels}>
          {found.labels.map((label) => (
            <li key={label.id}>
              <LastLabel
                project={project}
                label={label}
                {...(label.queueId === queueId ? { onUndo: () => onUndo(label.id) } : {})}
                onClose={onClose}
              />
            </li>
          ))}
        </ul>
      )}
    </Drawer>
  );
});

function LastLabel({
  project,
  label,
  onUndo,
  onClose,
}: {
  project: string;
  label: OwnLabel;
  onUndo?: () => Promise<string | undefined>;
  onClose: () => void;
}) {
  const [sentence, setSentence] = useState<string>();
  const [asking, setAsking] = useState(false);
  const mayUndo = onUndo !== undefined && Date.parse(label.undoUntil) > Date.now();
  const undo = async () => {
    if (onUndo === undefined) return;
    setAsking(true);
    const answer = await onUndo();
    setAsking(false);
    if (answer === undefined) onClose();
    else setSentence(answer);
  };
  const words = [wordsOf(VERDICT_WORDS, label.verdict)];
  if (label.failure !== null) words.push(wordsOf(FAILURE_WORDS, label.failure));
  const at = new Date(label.createdAt).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return (
    <Stack gap={2}>
      <Text size="sm" lineClamp={2}>
        <bdi>{questionText(label.question)}</bdi>
      </Text>
      <Group gap="xs" justify="space-between">
        <Text size="sm">{`${words.join(', ')} · ${at}`}</Text>
        <Group gap="xs">
          {mayUndo && (
            <Button size="compact-sm" variant="default" loading={asking} onClick={() => void undo()}>
              Take back
            </Button>
          )}
          <TextLink
            href={`/${project}/queries/${encodeURIComponent(label.queryId)}/label`}
            size="sm"
            underline="always"
          >
            Revise
          </TextLink>
        </Group>
      </Group>
      {sentence !== undefined && (
        <Text size="sm" role="status">
          {sentence}
        </Text>
      )}
    </Stack>
  );
}
