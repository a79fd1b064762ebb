'use client';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useCallback, useOptimistic, useTransition } from 'react';

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
  // What was asked for last, while the page for it is still on its way: controls answer at once, and a second
  // change builds on the first.
  const [params, setParams] = useOptimistic<URLSearchParams>(useSearchParams());
  const [pending, startTransition] = useTransition();

  const hrefWith = useCallback(
    (change: (params: URLSearchParams) => void) => hrefOf(path, changed(params, change)),
    [params, path],
  );
  const update = useCallback<UpdateUrl>(
    (change, history = 'push') => {
      const next = changed(params, change);
      startTransition(() => {
        setParams(next);
        router[history](hrefOf(path, next), { scroll: false });
      });
    },
    [router, params, path, setParams],
  );
  return { params, update, hrefWith, pending };
}

function changed(params: URLSearchParams, change: (params: URLSearchParams) => void): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of PLACE_PARAMS) next.delete(name);
  change(next);
  return next;
}

function hrefOf(path: string, params: URLSearchParams): string {
  return params.size === 0 ? path : `${path}?${params}`;
}
