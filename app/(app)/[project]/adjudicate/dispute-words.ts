import type { Dispute } from '#lib/labelling/agreement-schema.ts';
import { FAILURE_WORDS, VERDICT_WORDS, wordsOf } from '../_components/label-words.ts';

/** The list shows no more of them, and deciding one after the other goes through these. */
export const DISPUTES_SHOWN = 100;

export const REASON_WORDS: Record<Dispute['reasons'][number], string> = {
  verdict: 'Verdicts differ',
  failure: 'Failures differ',
  grades: 'Grades two apart',
  flag: 'Flagged',
};

/** "Wrong, missing knowledge". */
export function saidWords({ verdict, failure }: { verdict: string; failure: string | null }): string {
  const words = wordsOf(VERDICT_WORDS, verdict);
  return failure === null ? words : `${words}, ${wordsOf(FAILURE_WORDS, failure).toLowerCase()}`;
}

/** How many this person has decided in this visit, from the URL; 0 for anything that is no such number. */
export function decidedBefore(param: string | string[] | undefined): number {
  const text = [param].flat()[0] ?? '';
  return /^\d{1,5}$/.test(text) ? Number(text) : 0;
}

export function disputePath(project: string, queryId: string | undefined, decided: number): string {
  const base = `/${project}/adjudicate`;
  const path = queryId === undefined ? base : `${base}/${encodeURIComponent(queryId)}`;
  return decided === 0 ? path : `${path}?decided=${decided}`;
}

export interface DisputePlace {
  /** The one to open after it, undefined when it is the last. */
  next: string | undefined;
  /** "3 of 12", of this visit; undefined for a query on which nobody has to decide. */
  progress: string | undefined;
}

/** Where a query stands among the disputes, which come oldest first; `total` counts those beyond the page too. */
export function placeOf(
  queryId: string,
  disputes: { items: readonly { queryId: string }[]; total: number },
  decided: number,
): DisputePlace {
  const ids = disputes.items.map((dispute) => dispute.queryId);
  const at = ids.indexOf(queryId);
  return {
    next: ids[at + 1] ?? ids.find((id) => id !== queryId),
    progress: at === -1 ? undefined : `${decided + 1} of ${decided + disputes.total}`,
  };
}
