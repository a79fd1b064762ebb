import { redirect } from 'next/navigation';
import { ownProjects, signedInUser } from './_server/page-context.ts';

/** The demo project, where there is one, is what a newcomer wants to see first. */
export default async function HomePage() {
  if ((await signedInUser()) === undefined) redirect('/sign-in');
  const projects = (await ownProjects()).filter((project) => project.archivedAt === null);
  const first = projects.find((project) => project.isDemo) ?? projects[0];
  redirect(first === undefined ? '/account' : `/${first.slug}/overview`);
}
