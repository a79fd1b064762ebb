import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { type Permission, requirePermission } from '#lib/auth/permissions.ts';
import { isSession, listProjects, SESSION_COOKIE } from '#lib/auth/sessions.ts';
import type { Context, ProjectIdentity } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { getStores } from '#lib/platform/stores.ts';
import { refusal } from './page-refusal.ts';
import { projectContext } from './request-context.ts';

/** Whether the browser that asks is signed in. Once a request. */
export const isSignedIn = cache(async (): Promise<boolean> => {
  const secret = (await cookies()).get(SESSION_COOKIE)?.value;
  return secret !== undefined && isSession(getStores(), secret, new Date());
});

/**
 * The context of a page; sends whoever is not signed in to the sign-in page, and whoever lacks the permission to
 * the words of error.tsx. Every page calls it first.
 */
export async function pageContext(slug: string, permission: Permission): Promise<Context> {
  if (!(await isSignedIn())) redirect('/sign-in');
  try {
    const ctx = await projectContext(slug);
    requirePermission(ctx, permission);
    return ctx;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') notFound();
    if (error instanceof AppError && error.kind === 'forbidden') throw refusal(error, permission);
    throw error;
  }
}

export async function projectsForSwitch(): Promise<Pick<ProjectIdentity, 'slug' | 'name' | 'isDemo'>[]> {
  return (await listProjects(getStores())).map(({ slug, name, isDemo }) => ({ slug, name, isDemo }));
}
