import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { mayDo, requirePermission } from '#lib/auth/permissions.ts';
import { listProjectsOf } from '#lib/auth/queries/projects.ts';
import { currentUser, type SignedInUser } from '#lib/auth/sessions.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { getStores } from '#lib/platform/stores.ts';
import { type AccountPagePath, PAGE_PERMISSIONS, type ProjectPagePath } from './page-permissions.ts';
import { refusal } from './page-refusal.ts';
import { projectContext } from './request-context.ts';

const PROJECT = '/[project]/';

/** Who is signed in in the browser that asks. Once a request. */
export const signedInUser = cache(
  async (): Promise<SignedInUser | undefined> =>
    currentUser(getStores(), new Headers(await headers()), new Date()),
);

/**
 * The context of a page of a project; sends whoever is not signed in to the sign-in page, and whoever lacks the
 * page's permission to the words of error.tsx. Every page calls it first.
 */
export async function pageContext(slug: string, page: ProjectPagePath): Promise<Context> {
  const user = (await signedInUser()) ?? (await toSignIn());
  const permission = PAGE_PERMISSIONS[page];
  try {
    const ctx = await projectContext(slug, user);
    requirePermission(ctx, permission);
    return ctx;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') notFound();
    if (error instanceof AppError && error.kind === 'forbidden') throw refusal(error, permission);
    throw error;
  }
}

/** The pages of a project that the asker's role reaches, by their path below the project; none without parameters. */
export function openPages({ actor }: Context): string[] {
  return Object.entries(PAGE_PERMISSIONS).flatMap(([page, permission]) => {
    const isOpen = permission !== 'public' && permission !== 'account' && mayDo(actor, permission);
    return isOpen && page.startsWith(PROJECT) ? [page.slice(PROJECT.length)] : [];
  });
}

/** To the sign-in page, which leads back; it checks for itself that the path is one of this server. */
async function toSignIn(): Promise<never> {
  const path = (await headers()).get('x-path');
  redirect(path === null ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`);
}

/** Who is signed in, for a page that belongs to no project; sends whoever is not to the sign-in page. */
export async function accountPageUser(_page: AccountPagePath): Promise<SignedInUser> {
  return (await signedInUser()) ?? toSignIn();
}

/** The projects of whoever is signed in. */
export async function ownProjects(): Promise<Awaited<ReturnType<typeof listProjectsOf>>> {
  const user = await signedInUser();
  return user === undefined ? [] : listProjectsOf(getStores(), user.id);
}
