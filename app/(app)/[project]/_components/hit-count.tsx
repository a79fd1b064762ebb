import { Group, Text } from '@mantine/core';
import { IconZoomExclamation } from '@tabler/icons-react';

interface HitCountProps {
  retrieved: boolean;
  hitCount: number;
  zeroHit: boolean;
  topK?: number | null | undefined;
  /** Whether the number is followed by what it counts. */
  words?: boolean;
}

/** How many hits there were; none is said in words and with an icon, and is not the same as no retrieval. */
export function HitCount({ retrieved, hitCount, zeroHit, topK, words = false }: HitCountProps) {
  if (zeroHit) {
    return (
      <Group gap={4} wrap="nowrap">
        <IconZoomExclamation
          size={16}
          stroke={1.8}
          color="var(--fl-bad)"
          aria-hidden
          style={{ flex: 'none' }}
        />
        <Text span size="sm">
          Zero hits
        </Text>
      </Group>
    );
  }
  const count = `${hitCount}${topK != null && topK !== hitCount ? ` of ${topK}` : ''}`;
  const unit = hitCount === 1 ? 'hit' : 'hits';
  return (
    <Text span size="sm">
      {retrieved ? `${count}${words ? ` ${unit}` : ''}` : words ? 'No retrieval' : 'Not used'}
    </Text>
  );
}
