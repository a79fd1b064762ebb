import type { Difference } from './schema.ts';

/** As in "+41 rows, 2 now disputed". */
export function differenceWords({ added, removed, moved, reasons }: Difference): string {
  if (added + removed + moved === 0) return 'the same rows';
  const gone = Object.entries(reasons).map(
    ([reason, count]) => `${count} now ${REASONS[reason] ?? `out: ${reason.replaceAll('_', ' ')}`}`,
  );
  return [
    ...(added > 0 ? [`+${added} ${added === 1 ? 'row' : 'rows'}`] : []),
    ...gone,
    ...(moved > 0 ? [`${moved} moved to a stricter side`] : []),
  ].join(', ');
}

const REASONS: Record<string, string> = {
  disputed: 'disputed',
  gone: 'gone or no longer matching',
  golden_question: 'in a golden set',
  not_correct: 'not correct',
  low_agreement: 'below the agreement asked for',
  truncated: 'truncated',
  gold: 'used to test reviewers',
  hidden: 'hidden from whoever asked',
};
