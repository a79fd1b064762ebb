const NOWHERE = 'http://faultline.invalid';

/**
 * A path of this server to go to after signing in; '/' for anything that a browser might take elsewhere. Browsers
 * drop tabs and line ends and read a backslash as a slash, so that "/\t/x" and "/\x" mean "//x", another host.
 */
export function returnPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > 2_000) return '/';
  if (!wanted.startsWith('/') || /[\\\p{Cc}\p{Zs}]/u.test(wanted)) return '/';
  if (!URL.canParse(wanted, NOWHERE)) return '/';
  const { origin, pathname, search, hash } = new URL(wanted, NOWHERE);
  if (origin !== NOWHERE || pathname.startsWith('//')) return '/';
  return `${pathname}${search}${hash}`;
}
