import { createHmac } from 'node:crypto';

/** `select` decides who is sampled, `order` who is served first, `overlap` who is labelled twice. */
export type SamplingPurpose = 'select' | 'order' | 'overlap';

export interface Candidate {
  readonly id: string;
  /** Permanent random number for `select`, in (0, 1]. */
  readonly u: number;
  /** Wanted rate, in (0, 1]: the highest among the rules that match. */
  readonly w: number;
}

export interface BottomK<C extends Candidate> {
  readonly selected: readonly C[];
  /** Threshold on u / w for an item of this selection. */
  readonly tau: number;
  /** Threshold for an item of the same window that an earlier run selected and this one did not. */
  readonly tauOut: number;
}

export interface Selection {
  readonly w: number;
  /** The run's `tau` where it selected the item, else its `tauOut`. */
  readonly threshold: number;
}

/**
 * Permanent random number in (0, 1], uniform on multiples of 2^-48. A keyed hash, because ids may be chosen
 * by clients and must not steer the selection.
 */
export function prn(purpose: SamplingPurpose, id: string, secret: string): number {
  const digest = createHmac('sha256', secret).update(`${purpose}\0${id}`).digest();
  return (digest.readUIntBE(0, 6) + 1) / 2 ** 48;
}

/**
 * Selects the k candidates with the smallest u / w among those with u <= w; ties by id, in code unit order.
 * A larger k selects a superset. Priority sampling: Duffield, Lund, Thorup (2007); bottom-k: Cohen, Kaplan
 * (2007). Throws RangeError unless k is a non-negative integer.
 */
export function selectBottomK<C extends Candidate>(candidates: readonly C[], k: number): BottomK<C> {
  if (!(Number.isInteger(k) && k >= 0)) throw new RangeError(`the cap must be a whole number, not ${k}`);
  const ranked = candidates
    .filter(({ u, w }) => u <= w)
    .map((candidate) => ({ candidate, rank: candidate.u / candidate.w }))
    .sort((a, b) => a.rank - b.rank || (a.candidate.id < b.candidate.id ? -1 : 1));

  const selected = ranked.slice(0, k).map(({ candidate }) => candidate);
  const firstLeftOut = ranked[k];
  if (firstLeftOut === undefined) return { selected, tau: 1, tauOut: 1 };
  return { selected, tau: firstLeftOut.rank, tauOut: ranked[k - 1]?.rank ?? 0 };
}

/**
 * Probability that at least one of the runs whose window holds the item selected it: the runs share its u,
 * so their union has the highest of their probabilities. Null without any run: the item was not sampled.
 */
export function inclusionProbability(selections: readonly Selection[]): number | null {
  if (selections.length === 0) return null;
  return Math.max(...selections.map(({ w, threshold }) => Math.min(1, w * threshold)));
}
