'use client';
import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useEffect, useState } from 'react';
import { type Preview, previewSchema } from '#lib/export/schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';
import type { RecipeInput } from './recipe-input.ts';

const WAIT_MS = 400;

/** What the server says an export would hold, a moment after the last change; earlier questions are given up. */
export function usePreview(project: string, recipe: RecipeInput, filter: Filter) {
  const [asked] = useDebouncedValue(JSON.stringify({ ...recipe, filter }), WAIT_MS);
  const [preview, setPreview] = useState<Preview>();
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks the same again
  useEffect(() => {
    const giveUp = new AbortController();
    const ask = async () => {
      setLoading(true);
      setError(undefined);
      try {
        const body: unknown = JSON.parse(asked);
        setPreview(
          await callApi(project, 'POST', '/api/v1/exports/preview', body, previewSchema, giveUp.signal),
        );
      } catch (fault) {
        if (giveUp.signal.aborted) return;
        setPreview(undefined);
        setError(messageOf(fault));
      }
      setLoading(false);
    };
    void ask();
    return () => giveUp.abort();
  }, [project, asked, attempt]);
  const reload = useCallback(() => setAttempt((count) => count + 1), []);
  return { preview, loading, error, reload };
}
