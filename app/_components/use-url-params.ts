'use client';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useCallback, useTransition } from 'react';

/** Parameters that name a place in a list: they mean nothing once the list is another one. */
const PLACE_PARAMS = ['cursor', 'before'];

export type UpdateUrl = (change: (params: URLSearchParams) => void, history?: 'push' | 'replace') => void;

/**
 * The URL's parameters and a way to change them. `push` makes a step in the browser's history, `replace` none.
 * `pending` is true until the page has rendered with them.
 */
export function useUrlParams() {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const [pending, startTransition] = useTransition();

  const hrefWith = useCallback(
    (change: (params: URLSearchParams) => void): string => {
      const next = new URLSearchParams(params);
      for (const name of PLACE_PARAMS) next.delete(name);
      change(next);
      const query = next.toString();
      return query === '' ? path : `${path}?${query}`;
    },
    [params, path],
  );
  const update = useCallback<UpdateUrl>(
    (change, history = 'push') => {
      startTransition(() => router[history](hrefWith(change), { scroll: false }));
    },
    [router, hrefWith],
  );
  return { params, update, hrefWith, pending };
}
