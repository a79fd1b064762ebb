'use client';
import { useEffect, useState } from 'react';
import type { DimensionValues } from '#lib/quality/schema.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';

type Found =
  | { state: 'loading' }
  | { state: 'failed'; message: string }
  | { state: 'found'; values: { value: string; count: number }[]; total: number };

/** The values that a dimension has among the queries of the filter without the dimension itself. */
export function useDimensionValues(project: string, apiQuery: string, dimension: string): Found {
  const [found, setFound] = useState<Found>({ state: 'loading' });
  const params = new URLSearchParams(apiQuery);
  params.delete(dimension);
  const query = params.toString();
  useEffect(() => {
    const abort = new AbortController();
    callApi<DimensionValues>(
      project,
      'GET',
      `/api/v1/quality/dimensions?${query}`,
      undefined,
      undefined,
      abort.signal,
    )
      .then(({ dimensions }) => {
        const one = dimensions.find((item) => item.dimension === dimension);
        // An empty value cannot be named in a URL.
        const all = one?.values ?? [];
        const values = all.filter(({ value }) => value !== '');
        setFound({ state: 'found', values, total: (one?.total ?? 0) - (all.length - values.length) });
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setFound({ state: 'failed', message: messageOf(error) });
      });
    return () => abort.abort();
  }, [project, query, dimension]);
  return found;
}
