import type { LabelInput } from './schema.ts';

type Verdict = Pick<LabelInput, 'failure' | 'detail' | 'nothingToFind' | 'missingDocument'>;

/**
 * Whether a label contradicts its own evidence, `grades` being those of the query's hits. Such a label is stored,
 * because the reviewer may know better than the rule, and flagged.
 */
export function contradictsEvidence(label: Verdict, grades: readonly number[]): boolean {
  const best = Math.max(-1, ...grades);
  const named = label.missingDocument !== undefined;
  if (label.failure === 'missing_knowledge' && best === 3) return true;
  if (label.detail === 'not_in_corpus' && named) return true;
  return label.nothingToFind === true && (best >= 2 || named);
}
