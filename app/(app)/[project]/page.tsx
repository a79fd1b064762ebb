import { redirect } from 'next/navigation';
import { pageContext } from '../../_server/page-context.ts';

/** The address of a project alone, as people type it. */
export default async function ProjectPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  await pageContext(project, '/[project]');
  redirect(`/${project}/overview`);
}
