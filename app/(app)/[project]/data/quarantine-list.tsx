'use client';
import { Alert, Button, Checkbox, Group, Paper, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { z } from 'zod';
import type { quarantinePageSchema } from '#lib/ingest/queries/quarantine.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';
import { Fold } from '../../../_components/fold.tsx';
import { countOf } from '../../../_components/number-format.ts';
import { ButtonLink } from '../../../_components/text-link.tsx';
import { formatInstant } from '../../../_components/zoned-time.ts';
import classes from './data.module.css';

type QuarantinePage = z.output<typeof quarantinePageSchema>;
type QuarantinedEvent = QuarantinePage['items'][number];

interface QuarantineListProps {
  project: string;
  page: QuarantinePage;
  tz: string;
  isFirst: boolean;
  withReplayed: boolean;
  mayReplay: boolean;
}

interface Replayed {
  replayed: number;
  accepted: number;
  duplicates: number;
  rejected: number;
}

export function QuarantineList({ project, page, tz, isFirst, withReplayed, mayReplay }: QuarantineListProps) {
  const router = useRouter();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const chosen = page.items.filter((item) => selected.has(item.id) && canReplay(item)).map((item) => item.id);
  const here = `/${project}/data`;

  const replay = async (body: { ids: string[] } | { all: true }) => {
    setBusy(true);
    setError(undefined);
    try {
      const answer = await callApi<Replayed>(project, 'POST', '/api/v1/quarantine/replay', body);
      notifications.show({
        message: `${countOf(answer.replayed, 'event')} taken in again: ${answer.accepted} accepted, ${answer.duplicates} known already, ${answer.rejected} rejected as before.`,
      });
      setSelected(new Set());
      router.refresh();
    } catch (fault) {
      setError(messageOf(fault));
    }
    setBusy(false);
  };
  const toggle = (id: string) =>
    setSelected((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });

  return (
    <Stack gap="sm">
      <Group gap="xs" justify="space-between">
        <Text fw={500} role="status">
          {countOf(page.total, 'event')}
          {withReplayed ? '' : ' waiting'}
          <Text span c="dimmed" fw={400}>
            , times in {tz}
          </Text>
        </Text>
        <Group gap="xs">
          {mayReplay && page.items.some(canReplay) ? (
            <>
              <Button
                size="compact-sm"
                loading={busy}
                disabled={chosen.length === 0}
                onClick={() => void replay({ ids: chosen })}
              >
                Take in {chosen.length} chosen again
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                loading={busy}
                onClick={() => void replay({ all: true })}
              >
                Take in all again
              </Button>
            </>
          ) : null}
          <ButtonLink size="compact-sm" variant="subtle" href={withReplayed ? here : `${here}?all=1`}>
            {withReplayed ? 'Only those waiting' : 'With those taken in again'}
          </ButtonLink>
        </Group>
      </Group>
      {error === undefined ? null : (
        <Alert variant="default" role="alert">
          {error}
        </Alert>
      )}
      {page.items.length === 0 ? (
        <Text c="dimmed">{withReplayed ? 'Nothing is in quarantine.' : 'Nothing waits in quarantine.'}</Text>
      ) : (
        <ul className={classes.list}>
          {page.items.map((item) => (
            <li key={item.id}>
              <QuarantineItem
                item={item}
                tz={tz}
                selected={selected.has(item.id)}
                onToggle={mayReplay && canReplay(item) ? () => toggle(item.id) : undefined}
              />
            </li>
          ))}
        </ul>
      )}
      <Group justify="space-between">
        {isFirst ? (
          <span />
        ) : (
          <ButtonLink variant="default" href={withReplayed ? `${here}?all=1` : here}>
            First
          </ButtonLink>
        )}
        {page.nextCursor === null ? null : (
          <ButtonLink
            variant="default"
            href={`${here}?${new URLSearchParams({ cursor: page.nextCursor, ...(withReplayed ? { all: '1' } : {}) })}`}
          >
            Next
          </ButtonLink>
        )}
      </Group>
    </Stack>
  );
}

function canReplay(item: QuarantinedEvent): boolean {
  return item.replayable && item.replayedAt === null;
}

function QuarantineItem({
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
