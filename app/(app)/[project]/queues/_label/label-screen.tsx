'use client';
import { Alert, Button, Group, Skeleton, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Activity, useCallback, useState, useSyncExternalStore } from 'react';
import type { QueueView } from '#lib/labelling/schema.ts';
import { Fault } from '../../../../_components/fault.tsx';
import { TextLink } from '../../../../_components/text-link.tsx';
import { DecidedFeedback } from './decided-feedback.tsx';
import classes from './label.module.css';
import { asksOf } from './label-asks.ts';
import { LabelForm } from './label-form.tsx';
import { LabelSession } from './label-session.ts';
import { createLabellingApi } from './labelling-api.ts';
import { LastLabels } from './last-labels.tsx';
import { NothingLeft } from './nothing-left.tsx';
import type { Notice, Work } from './session-snapshot.ts';
import { useVisit } from './use-visit.ts';
import { placeWords, VisitProgress } from './visit-progress.tsx';

/** A reviewer's visit to a queue: one item after the other until nothing is left. */
export function LabelScreen({ project, queue }: { project: string; queue: QueueView }) {
  const [session] = useState(
    () => new LabelSession(createLabellingApi(project, queue.id), { calibrates: queue.calibration > 0 }),
  );
  const [asks] = useState(() => asksOf(queue));
  const [history, setHistory] = useState(false);
  const closeHistory = useCallback(() => setHistory(false), []);
  const visit = useSyncExternalStore(session.subscribe, session.snapshot, session.snapshot);
  const counts = useVisit(project, queue, session, visit);
  const { screen, ahead, behind } = visit;
  const heading = (
    <>
      <h1>
        <TextLink href={`/${project}/queues/${queue.id}`} c="inherit" inherit underline="hover">
          {queue.name}
        </TextLink>
      </h1>
      <VisitProgress counts={counts} visit={visit} />
      <span className={classes.spring} />
    </>
  );
  const formOf = (work: Work, notice?: Notice) => (
    <LabelForm
      project={project}
      asks={asks}
      opened={work}
      draft={work.draft}
      header={heading}
      notice={notice && <LostItem session={session} notice={notice} />}
      announced={`${placeWords(counts)} ${notice?.message ?? ''}`}
      submitWords="Submit and next"
      onChange={(draft) => session.keepDraft(work, draft)}
      onSubmit={(label) => session.submit(label)}
      onSkip={(reason) => session.skip(reason)}
      onRemove={() => confirmRemoval(() => session.remove())}
      onHistory={() => setHistory(true)}
      mayUndo={visit.mayUndo}
      onUndo={() => session.undo()}
    />
  );
  const shown = screen.kind === 'item' ? screen : undefined;
  // What opens next is drawn ahead and hidden, so that a submission only has to uncover it. What was submitted is taken
  // down when that is there, and not while the reviewer waits.
  const drawn = [ahead === undefined ? behind : undefined, shown?.work, ahead].filter(
    (work) => work !== undefined,
  );
  return (
    <>
      {drawn.map((work) => (
        <Activity
          key={`${work.item.id} ${work.item.fence}`}
          mode={work === shown?.work ? 'visible' : 'hidden'}
        >
          {formOf(work, work === shown?.work ? shown.notice : undefined)}
        </Activity>
      ))}
      {screen.kind !== 'item' && (
        <div className={classes.screen}>
          <div className={classes.header}>{heading}</div>
          {screen.kind === 'opening' && <Opening />}
          {screen.kind === 'feedback' && <DecidedFeedback screen={screen} session={session} />}
          {screen.kind === 'failed' && (
            <Fault title="The next item could not be opened" level={2} onRetry={() => void session.retry()}>
              {screen.message}
            </Fault>
          )}
          {screen.kind === 'left' && (
            <NothingLeft project={project} queue={queue} left={screen.left} visit={visit} session={session} />
          )}
        </div>
      )}
      <LastLabels
        project={project}
        queueId={queue.id}
        opened={history}
        onClose={closeHistory}
        onUndo={session.undo}
      />
    </>
  );
}

function confirmRemoval(onConfirm: () => void): void {
  modals.openConfirmModal({
    title: 'Not a real query?',
    children: (
      <Text size="sm">
        It leaves this queue for everybody, and no filling rule adds it again. Labels that were given stay.
      </Text>
    ),
    labels: { confirm: 'Remove it', cancel: 'Keep it' },
    confirmProps: { 'data-autofocus': true },
    onConfirm,
  });
}

const NOTICE_TITLES: Record<Notice['lease'], string> = {
  held: 'The label was not stored',
  lost: 'This item is not yours at the moment',
  over: 'This item is not open any more',
};

function LostItem({ session, notice }: { session: LabelSession; notice: Notice }) {
  const [asking, setAsking] = useState(false);
  const takeBack = () => {
    setAsking(true);
    void session.takeBack().finally(() => setAsking(false));
  };
  return (
    <Alert
      variant="default"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      role="alert"
      title={NOTICE_TITLES[notice.lease]}
    >
      {notice.message}
      {notice.lease !== 'held' && (
        <Group gap="xs" mt="xs">
          {notice.lease === 'lost' && (
            <Button size="compact-sm" loading={asking} onClick={takeBack}>
              Take it back
            </Button>
          )}
          <Button size="compact-sm" variant="default" onClick={() => session.goOn()}>
            Go on to the next
          </Button>
        </Group>
      )}
    </Alert>
  );
}

function Opening() {
  return (
    <div className={`${classes.columns} ${classes.skeleton}`} aria-busy="true">
      <div className={classes.side}>
        <Skeleton h={56} />
        <Skeleton h={130} />
        <Skeleton h={130} />
        <Skeleton h={130} />
      </div>
      <div className={classes.side}>
        <Skeleton h={180} />
        <Skeleton h={90} />
        <Skeleton h={90} />
      </div>
    </div>
  );
}
