'use client';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { callApi } from '../../../_components/call-api.ts';
import { countOf } from '../../../_components/number-format.ts';
import { ButtonLink } from '../../../_components/text-link.tsx';
import { useSubmission } from '../../../_components/use-submission.ts';
import classes from './data.module.css';
import { type QuarantinedEvent, QuarantineItem, type QuarantinePage } from './quarantine-item.tsx';

interface QuarantineListProps {
  project: string;
  page: QuarantinePage;
  tz: string;
  isFirst: boolean;
  withReplayed: boolean;
  mayReplay: boolean;
}

type ReplayBody = { ids: string[] } | { all: true };
interface Replayed {
  replayed: number;
  accepted: number;
  duplicates: number;
  rejected: number;
}

export function QuarantineList({ project, page, tz, isFirst, withReplayed, mayReplay }: QuarantineListProps) {
  const router = useRouter();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { busy, error, send } = useSubmission();
  const chosen = page.items.filter((item) => selected.has(item.id) && canReplay(item)).map((item) => item.id);
  const here = `/${project}/data`;

  const replay = (body: ReplayBody) =>
    send(async () => {
      const answer = await callApi<Replayed>(project, 'POST', '/api/v1/quarantine/replay', body);
      notifications.show({
        message: `${countOf(answer.replayed, 'event')} taken in again: ${answer.accepted} accepted, ${answer.duplicates} known already, ${answer.rejected} rejected as before.`,
      });
      setSelected(new Set());
      router.refresh();
    });
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
            <ReplayButtons chosen={chosen} busy={busy} onReplay={(body) => void replay(body)} />
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
      <PageLinks here={here} nextCursor={page.nextCursor} isFirst={isFirst} withReplayed={withReplayed} />
    </Stack>
  );
}

function canReplay(item: QuarantinedEvent): boolean {
  return item.replayable && item.replayedAt === null;
}

function ReplayButtons({
  chosen,
  busy,
  onReplay,
}: {
  chosen: string[];
  busy: boolean;
  onReplay: (body: ReplayBody) => void;
}) {
  return (
    <>
      <Button
        size="compact-sm"
        loading={busy}
        disabled={chosen.length === 0}
        onClick={() => onReplay({ ids: chosen })}
      >
        Take in {chosen.length} chosen again
      </Button>
      <Button size="compact-sm" variant="default" loading={busy} onClick={() => onReplay({ all: true })}>
        Take in all again
      </Button>
    </>
  );
}

function PageLinks({
  here,
  nextCursor,
  isFirst,
  withReplayed,
}: {
  here: string;
  nextCursor: string | null;
  isFirst: boolean;
  withReplayed: boolean;
}) {
  const all = withReplayed ? { all: '1' } : {};
  return (
    <Group justify="space-between">
      {isFirst ? (
        <span />
      ) : (
        <ButtonLink variant="default" href={withReplayed ? `${here}?all=1` : here}>
          First
        </ButtonLink>
      )}
      {nextCursor === null ? null : (
        <ButtonLink variant="default" href={`${here}?${new URLSearchParams({ cursor: nextCursor, ...all })}`}>
          Next
        </ButtonLink>
      )}
    </Group>
  );
}
