import { redirect } from 'next/navigation';
import { pageContext } from '../../../_server/page-context.ts';

/** The settings without one of their pages: the first, which every member may read. */
export default async function SettingsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  await pageContext(project, '/[project]/settings');
  redirect(`/${project}/settings/members`);
}
