'use client';
import { Button, Text } from '@mantine/core';
import { IconArrowUp, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { formatCount } from '../../../_components/number-format.ts';
import type { LiveState } from './use-new-queries.ts';

export function LiveControl({ live }: { live: LiveState }) {
  return (
    <>
      {live.stale ? (
        <Text size="sm" c="dimmed" role="status">
          Not up to date, trying again
        </Text>
      ) : null}
      {live.fresh > 0 ? (
        <Button
          size="compact-sm"
          radius="xl"
          leftSection={<IconArrowUp size={14} aria-hidden />}
          onClick={() => {
            window.scrollTo({ top: 0 });
            live.show();
          }}
        >
          {formatCount(live.fresh)} new
        </Button>
      ) : null}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={
          live.paused ? <IconPlayerPlay size={14} aria-hidden /> : <IconPlayerPause size={14} aria-hidden />
        }
        onClick={() => live.setPaused(!live.paused)}
      >
        {live.paused ? 'Resume live' : 'Pause live'}
      </Button>
    </>
  );
}
