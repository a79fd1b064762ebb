import { redirect } from 'next/navigation';
import { isSignedIn, projectsForSwitch } from './_server/page-context.ts';

/** The demo project, where there is one, is what a newcomer wants to see first. */
export default async function HomePage() {
  if (!(await isSignedIn())) redirect('/sign-in');
  const projects = await projectsForSwitch();
  const first = projects.find((project) => project.isDemo) ?? projects[0];
  redirect(`/${first?.slug ?? 'default'}/overview`);
}
