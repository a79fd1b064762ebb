/** First words of paths that are no project's: the folders of app/, and what may come to stand beside them. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set([
  'account',
  'accounts',
  'admin',
  'api',
  'auth',
  'claim',
  'docs',
  'health',
  'help',
  'invite',
  'login',
  'logout',
  'metrics',
  'new',
  'project',
  'projects',
  'public',
  'set-password',
  'settings',
  'sign-in',
  'sign-out',
  'sign-up',
  'static',
  'v1',
]);

export const MAX_SLUG_LENGTH = 40;
const COMBINING_MARKS = /\p{M}+/gu;

/** Small letters, digits and single hyphens inside. */
export const SLUG_PATTERN = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The address of a project of this name: "Équipe Support" gives equipe-support. Never empty; may be reserved. */
export function projectSlug(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(COMBINING_MARKS, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG_LENGTH)
    .replaceAll(/^-+|-+$/g, '');
  return slug === '' ? 'project' : slug;
}

/** The first of slug, slug-2, slug-3 ... that is neither reserved nor taken. */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? slug : `${slug}-${number}`;
    if (!taken.has(candidate) && !RESERVED_SLUGS.has(candidate)) return candidate;
  }
}
