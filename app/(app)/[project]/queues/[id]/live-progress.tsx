'use client';
import { queueCountsSchema } from '#lib/labelling/queue-report-schema.ts';
import type { QueueView } from '#lib/labelling/schema.ts';
import { QueueProgress } from '../_components/queue-progress.tsx';
import { useCounts } from '../_components/use-counts.ts';

/** A queue's progress, counted again while the page is visible. */
export function LiveProgress({ project, queue }: { project: string; queue: QueueView }) {
  const counts = useCounts(project, `/api/v1/queues/${queue.id}/counts`, queueCountsSchema, queue);
  return <QueueProgress queue={{ ...queue, ...counts }} />;
}
