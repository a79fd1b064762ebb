import { isBlockedAddress } from '../platform/egress.ts';
import { AppError } from '../platform/errors.ts';
import type { Stores } from '../platform/stores.ts';

/** The address without a slash at the end. Throws `invalid` in words for the form. */
export async function checkedBaseUrl({ egress }: Stores, text: string): Promise<string> {
  await egress.check(text).catch((error: unknown) => {
    throw isBlockedAddress(error) ? new AppError('invalid', error.message, { path: 'baseUrl' }) : error;
  });
  const url = new URL(text);
  if (url.search !== '' || url.hash !== '')
    throw new AppError('invalid', 'baseUrl: must have nothing after the path (no ? and no #).', {
      path: 'baseUrl',
    });
  return url.href.replace(/\/+$/, '');
}

export function sameOrigin(a: string, b: string): boolean {
  return new URL(a).origin === new URL(b).origin;
}

/** Whether a host that a service names for itself belongs to it: the same one, or one of the same registered name. */
export function isOwnHost(base: string, other: string): boolean {
  const [baseHost, otherHost] = [new URL(base).hostname, new URL(other).hostname];
  if (baseHost === otherHost) return true;
  if (!/[a-z]$/i.test(baseHost)) return false; // an address has no registered name
  const registered = baseHost.split('.').slice(-2).join('.');
  return otherHost.endsWith(`.${registered}`);
}
