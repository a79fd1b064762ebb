import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readQueue } from '#lib/labelling/queries/queues.ts';
import { AppError } from '#lib/platform/errors.ts';
import { pageContext } from '../../../../../_server/page-context.ts';
import { LabelScreen } from '../../_label/label-screen.tsx';

export const metadata: Metadata = { title: 'Label' };

export default async function LabelPage({ params }: { params: Promise<{ project: string; id: string }> }) {
  const { project, id } = await params;
  const ctx = await pageContext(project, '/[project]/queues/[id]/label');
  const queue = await readQueue(ctx, id).catch((error: unknown) => {
    if (error instanceof AppError && error.kind === 'not_found') notFound();
    throw error;
  });
  return <LabelScreen project={project} queue={queue} />;
}
