import { Group, Text } from '@mantine/core';
import { IconThumbDown, IconThumbUp } from '@tabler/icons-react';

/** What an end user said: above 0 thumbs up, below 0 thumbs down, 0 as many of both. */
export function FeedbackMark({ score, words = false }: { score: number; words?: boolean }) {
  if (score === 0) {
    return (
      <Text span size="sm">
        Mixed
      </Text>
    );
  }
  const up = score > 0;
  const Icon = up ? IconThumbUp : IconThumbDown;
  const text = up ? 'Thumbs up' : 'Thumbs down';
  return (
    <Group gap={4} wrap="nowrap">
      <Icon
        size={16}
        stroke={1.8}
        color={up ? 'var(--fl-good)' : 'var(--fl-bad)'}
        {...(words ? { 'aria-hidden': true } : { role: 'img', 'aria-label': text })}
      />
      {words ? (
        <Text span size="sm">
          {text}
        </Text>
      ) : null}
    </Group>
  );
}
