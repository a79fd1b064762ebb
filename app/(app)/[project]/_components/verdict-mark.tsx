import { Group, Text } from '@mantine/core';
import {
  IconAlertCircle,
  IconArrowsSplit2,
  IconCircleCheck,
  IconCircleX,
  IconHelpCircle,
  type IconProps,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { FAILURE_WORDS, VERDICT_WORDS, wordsOf } from './label-words.ts';

const LOOKS: Record<string, { icon: ComponentType<IconProps>; color: string }> = {
  correct: { icon: IconCircleCheck, color: 'var(--fl-good)' },
  partly: { icon: IconAlertCircle, color: 'var(--fl-bad)' },
  wrong: { icon: IconCircleX, color: 'var(--fl-bad)' },
  disputed: { icon: IconArrowsSplit2, color: 'var(--mantine-color-dimmed)' },
  cannot_tell: { icon: IconHelpCircle, color: 'var(--mantine-color-dimmed)' },
};

/** A verdict as icon and words, with its failure in a second line. */
export function VerdictMark({ verdict, failure }: { verdict: string; failure?: string | null | undefined }) {
  const { icon: Icon, color } = LOOKS[verdict] ?? { icon: IconHelpCircle, color: 'inherit' };
  return (
    <div>
      <Group gap={4} wrap="nowrap">
        <Icon size={16} stroke={1.8} color={color} aria-hidden style={{ flex: 'none' }} />
        <Text span size="sm">
          {wordsOf(VERDICT_WORDS, verdict)}
        </Text>
      </Group>
      {failure ? (
        <Text size="xs" c="dimmed">
          {wordsOf(FAILURE_WORDS, failure)}
        </Text>
      ) : null}
    </div>
  );
}
