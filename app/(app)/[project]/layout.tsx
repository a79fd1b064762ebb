import type { ReactNode } from 'react';
import { listProjectsOf } from '#lib/auth/queries/projects.ts';
import { openPages, pageContext, signedInUser } from '../../_server/page-context.ts';
import { Shell } from './_components/shell.tsx';

export default async function ProjectLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ project: string }>;
}) {
  const { project: slug } = await params;
  const ctx = await pageContext(slug, '/[project]/overview');
  const { project, stores } = ctx;
  const user = await signedInUser();
  const projects = user === undefined ? [] : await listProjectsOf(stores, user.id);
  const { name, isDemo, archivedAt } = project;
  return (
    <Shell
      project={{ slug, name, isDemo, isArchived: archivedAt !== null }}
      projects={projects.map((item) => ({
        slug: item.slug,
        name: item.name,
        isDemo: item.isDemo,
        isArchived: item.archivedAt !== null,
      }))}
      userName={user?.name ?? ''}
      openPages={openPages(ctx)}
    >
      {children}
    </Shell>
  );
}
