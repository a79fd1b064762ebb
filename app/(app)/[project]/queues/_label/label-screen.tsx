'use client';
import { Alert, Button, Group, Skeleton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState, useSyncExternalStore } from 'react';
import type { QueueView } from '#lib/labelling/schema.ts';
import { Fault } from '../../../../_components/fault.tsx';
import { TextLink } from '../../../../_components/text-link.tsx';
import classes from './label.module.css';
import { LabelForm } from './label-form.tsx';
import { createLabelSession, type LabelSession, type Notice } from './label-session.ts';
import { createLabellingApi } from './labelling-api.ts';
import { NothingLeft } from './nothing-left.tsx';
import { useVisit } from './use-visit.ts';
import { VisitProgress } from './visit-progress.tsx';

/** A reviewer's visit to a queue: one item after the other until nothing is left. */
export function LabelScreen({ project, queue }: { project: string; queue: QueueView }) {
  const [session] = useState(() => createLabelSession(createLabellingApi(project, queue.id)));
  const visit = useSyncExternalStore(session.subscribe, session.snapshot, session.snapshot);
  const counts = useVisit(project, queue, session, visit.items);
  const { screen } = visit;
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

  if (screen.kind === 'item') {
    const { work, notice } = screen;
    return (
      <LabelForm
        key={`${work.item.id} ${work.item.fence}`}
        opened={work}
        draft={work.draft}
        header={heading}
        notice={notice && <LostItem session={session} notice={notice} />}
        announced={`Item ${Math.min(counts.done + visit.sending + 1, counts.total)} of ${counts.total}. ${notice?.message ?? ''}`}
        submitWords="Submit and next"
        onChange={(draft) => session.keepDraft(work, draft)}
        onSubmit={(label) => session.submit(label)}
        onSkip={() => session.skip()}
        mayUndo={visit.mayUndo || visit.sending > 0}
        onUndo={() => session.undo()}
      />
    );
  }
  return (
    <div className={classes.screen}>
      <div className={classes.header}>{heading}</div>
      {screen.kind === 'opening' && <Opening />}
      {screen.kind === 'failed' && (
        <Fault title="The next item could not be opened" level={2} onRetry={() => void session.retry()}>
          {screen.message}
        </Fault>
      )}
      {screen.kind === 'left' && (
        <NothingLeft project={project} queue={queue} left={screen.left} visit={visit} session={session} />
      )}
    </div>
  );
}

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
      title={notice.takeBack ? 'This item is not yours at the moment' : 'The label was not stored'}
    >
      {notice.message}
      {notice.takeBack && (
        <Group gap="xs" mt="xs">
          <Button size="compact-sm" loading={asking} onClick={takeBack}>
            Take it back
          </Button>
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
