import type { ReactNode } from 'react';
import { pageContext, projectsForSwitch } from '../../_server/page-context.ts';
import { Shell } from './_components/shell.tsx';

export default async function ProjectLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ project: string }>;
}) {
  const { project: slug } = await params;
  const { project } = await pageContext(slug, 'queries:read');
  const { name, isDemo } = project;
  return (
    <Shell project={{ slug, name, isDemo }} projects={await projectsForSwitch()}>
      {children}
    </Shell>
  );
}
