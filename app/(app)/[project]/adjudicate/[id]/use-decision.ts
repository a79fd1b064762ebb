'use client';
import { useRef, useState } from 'react';
import {
  adjudicatedSchema,
  type DecidedSince,
  decidedSinceSchema,
} from '#lib/labelling/adjudication-schema.ts';
import type { LabelDraft } from '#lib/labelling/schema.ts';
import { ApiError, callApi, messageOf } from '../../../../_components/call-api.ts';

/**
 * Stores the decision on a query, once at a time, and says why it was not stored: a `fault` in words, or the
 * decision that somebody else made `since`. `standingId` is the one that was read with the page; storing again
 * after a `since` replaces that one.
 */
export function useDecision(
  project: string,
  queryId: string,
  standingId: string | undefined,
  onStored: () => void,
) {
  const [fault, setFault] = useState<string>();
  const [since, setSince] = useState<DecidedSince>();
  const sending = useRef(false);
  async function store(label: LabelDraft): Promise<void> {
    if (sending.current) return;
    sending.current = true;
    setFault(undefined);
    try {
      const standing = (since === undefined ? standingId : since.standing?.id) ?? 'none';
      const path = `/api/v1/queries/${encodeURIComponent(queryId)}/adjudication?standing=${encodeURIComponent(standing)}`;
      await callApi(project, 'POST', path, label, adjudicatedSchema);
      onStored();
    } catch (error) {
      sending.current = false;
      const decided = decidedSinceSchema.safeParse(error instanceof ApiError ? error.answer : undefined);
      if (decided.success) setSince(decided.data);
      else setFault(messageOf(error));
    }
  }
  return { fault, since, store };
}
