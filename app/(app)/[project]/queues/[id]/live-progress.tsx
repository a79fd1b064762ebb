'use client';
import type { QueueView } from '#lib/labelling/schema.ts';
import { QueueProgress } from '../_components/queue-progress.tsx';
import { useQueueCounts } from '../_components/use-queue-counts.ts';

/** A queue's progress, counted again while the page is visible. */
export function LiveProgress({ project, queue }: { project: string; queue: QueueView }) {
  const { counts } = useQueueCounts(project, queue.id, queue, undefined);
  return <QueueProgress queue={{ ...queue, ...counts }} />;
}
