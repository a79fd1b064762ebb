import { Checkbox, Group, Paper, Text } from '@mantine/core';
import type { z } from 'zod';
import type { quarantinePageSchema } from '#lib/ingest/queries/quarantine.ts';
import { Fold } from '../../../_components/fold.tsx';
import { countOf } from '../../../_components/number-format.ts';
import { formatInstant } from '../../../_components/zoned-time.ts';
import classes from './data.module.css';

export type QuarantinePage = z.output<typeof quarantinePageSchema>;
export type QuarantinedEvent = QuarantinePage['items'][number];

/** One event: why it was not taken in, and the start of what was sent. `onToggle` where it can be chosen. */
export function QuarantineItem({
  item,
  tz,
  selected,
  onToggle,
}: {
  item: QuarantinedEvent;
  tz: string;
  selected: boolean;
  onToggle: (() => void) | undefined;
}) {
  const reason = `${item.path === '' ? '' : `${item.path}: `}${item.message}`;
  return (
    <Paper withBorder radius="md" p="sm">
      <Group gap="sm" align="flex-start" wrap="nowrap">
        {onToggle === undefined ? null : (
          <Checkbox aria-label={`Choose: ${reason}`} checked={selected} onChange={onToggle} mt={2} />
        )}
        <div className={classes.event}>
          <Text size="sm">
            <bdi>{reason}</bdi>
          </Text>
          <Text size="xs" c="dimmed">
            <time dateTime={item.receivedAt}>
              {formatInstant(item.receivedAt, tz, 'date')}, {formatInstant(item.receivedAt, tz, 'clock')}
            </time>{' '}
            · {item.unit} · {item.code}
            {item.queryId === '' ? null : (
              <>
                {' '}
                · id <bdi>{item.queryId}</bdi>
              </>
            )}
            {item.replayedAt === null
              ? ''
              : ` · taken in again ${formatInstant(item.replayedAt, tz, 'minute')}`}
            {item.replayable ? '' : ` · ${whyNotReplayable(item.code)}`}
          </Text>
          <Fold summary={`Event (${countOf(item.bodyBytes, 'byte')})`}>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <pre className={classes.body} dir="auto" tabIndex={0}>
              {item.preview}
              {item.preview.length < item.bodyBytes && item.preview.length >= 2000 ? '…' : ''}
            </pre>
          </Fold>
        </div>
      </Group>
    </Paper>
  );
}

function whyNotReplayable(code: string): string {
  if (code === 'conflict') return 'the id is taken by other content; the first was kept';
  return 'too large to be kept whole, or of a kind that has to be sent again by its sender';
}
