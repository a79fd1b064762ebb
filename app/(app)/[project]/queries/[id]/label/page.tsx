import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readLabelling } from '#lib/labelling/queries/labels.ts';
import { AppError } from '#lib/platform/errors.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { pageContext } from '../../../../../_server/page-context.ts';
import { LabelOneQuery } from '../../../queues/_label/label-one-query.tsx';

export const metadata: Metadata = { title: 'Label a query' };

export default async function LabelQueryPage({
  params,
}: {
  params: Promise<{ project: string; id: string }>;
}) {
  const { project, id } = await params;
  const queryId = decodeURIComponent(id);
  const ctx = await pageContext(project, '/[project]/queries/[id]/label');
  try {
    const [query, labelling] = await Promise.all([readQuery(ctx, queryId), readLabelling(ctx, queryId)]);
    return <LabelOneQuery project={project} opened={{ query, labelling }} />;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') notFound();
    throw error;
  }
}
