'use client';
import { Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { QueueView } from '#lib/labelling/schema.ts';
import { countOf, formatCount, formatMs } from '../../../../_components/number-format.ts';
import { ButtonLink } from '../../../../_components/text-link.tsx';
import type { LabelSession } from './label-session.ts';
import type { Left, SessionSnapshot } from './session-snapshot.ts';
import { UndoLast } from './undo-last.tsx';
import { itemsAnHour } from './visit-progress.tsx';

const ASK_EVERY_MS = 10_000;

/** A queue without an item for this reviewer: empty, done, or all of the rest with others. */
export function NothingLeft({
  project,
  queue,
  left,
  visit,
  session,
}: {
  project: string;
  queue: QueueView;
  left: Left;
  visit: SessionSnapshot;
  session: LabelSession;
}) {
  const waiting = left.withOthers > 0;
  // A place may open for this person too: another's failure wants a second reviewer, or a label is undone.
  const mayOpen = left.done < left.total;
  useEffect(() => {
    if (!mayOpen) return;
    const asking = setInterval(() => !document.hidden && void session.retry(), ASK_EVERY_MS);
    return () => clearInterval(asking);
  }, [mayOpen, session]);

  return (
    <Stack gap="sm" maw={560} py="xl" role="status">
      <Title order={2} size="h3">
        {titleOf(left)}
      </Title>
      <Text>{sentenceOf(left)}</Text>
      {waiting && <NextFree at={left.nextFreeAt} />}
      <Visit visit={visit} />
      <UndoLast session={session} mayUndo={visit.mayUndo} />
      <Group gap="xs">
        {left.done > 0 && <ButtonLink href={`/${project}/overview?range=all`}>See the charts</ButtonLink>}
        <ButtonLink href={`/${project}/queues`} variant="default">
          All queues
        </ButtonLink>
        <ButtonLink href={`/${project}/queues/${queue.id}`} variant="default">
          This queue
        </ButtonLink>
      </Group>
    </Stack>
  );
}

function titleOf(left: Left): string {
  if (left.total === 0) return 'This queue is empty';
  if (left.withOthers > 0) return 'The rest is with others';
  return left.done < left.total ? 'Queue done for you' : 'Queue done';
}

function sentenceOf(left: Left): string {
  if (left.total === 0) return 'No query is in it. Add queries to it from the list of queries.';
  const notes = [
    left.withOthers > 0 ? `${countOf(left.withOthers, 'query', 'queries')} with others at this moment` : '',
    left.needAnother > 0
      ? countOf(
          left.needAnother,
          'query you labelled waits for a second reviewer',
          'queries you labelled wait for a second reviewer',
        )
      : '',
    left.skippedByYou > 0
      ? countOf(
          left.skippedByYou,
          'query you skipped waits for others',
          'queries you skipped wait for others',
        )
      : '',
  ].filter((note) => note !== '');
  return `${[`${formatCount(left.done)} of ${countOf(left.total, 'label')} are given`, ...notes].join('; ')}.`;
}

/** When the next item comes free; asked again by itself. */
function NextFree({ at }: { at: string | null }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 5000);
    return () => clearInterval(ticking);
  }, []);
  const minutes = at === null ? undefined : Math.max(0, Math.ceil((Date.parse(at) - now) / 60_000));
  return (
    <Text>
      {minutes === undefined
        ? 'An item that is given back opens here by itself.'
        : `The next frees in ${countOf(minutes, 'minute')} at the latest, and opens here by itself.`}
    </Text>
  );
}

function Visit({ visit }: { visit: SessionSnapshot }) {
  if (visit.items === 0) return null;
  const pace = itemsAnHour(visit);
  return (
    <Text>
      {`In this visit: ${countOf(visit.items, 'item')}, ${formatMs(visit.activeSeconds * 1000)} of active time`}
      {pace === undefined ? '.' : `, ${formatCount(pace)} an hour.`}
    </Text>
  );
}
