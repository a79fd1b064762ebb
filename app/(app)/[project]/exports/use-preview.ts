'use client';
import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useEffect, useState } from 'react';
import { type Preview, previewSchema } from '#lib/export/schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { callApi, messageOf } from '../../../_components/call-api.ts';
import type { RecipeInput } from './recipe-input.ts';

const WAIT_MS = 400;

/**
 * What the server says an export would hold, a moment after the last change; earlier questions are given up. While
 * `loading` is true the preview is that of an earlier recipe.
 */
export function usePreview(project: string, recipe: RecipeInput, filter: Filter) {
  const wanted = JSON.stringify({ ...recipe, filter });
  const [asked] = useDebouncedValue(wanted, WAIT_MS);
  const [preview, setPreview] = useState<Preview>();
  const [answered, setAnswered] = useState<string>();
  const [error, setError] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks the same again
  useEffect(() => {
    const giveUp = new AbortController();
    const ask = async () => {
      setAnswered(undefined);
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
      setAnswered(asked);
    };
    void ask();
    return () => giveUp.abort();
  }, [project, asked, attempt]);
  const reload = useCallback(() => setAttempt((count) => count + 1), []);
  return { preview, loading: answered !== wanted, error, reload };
}
