import type { ReactNode } from 'react';
import type { Counts } from '#lib/export/schema.ts';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import classes from './exports.module.css';

/** How many queries are in the files, on which side, and how many are left out for which reason. */
export function CountList({ counts, exclusions }: { counts: Counts; exclusions: Record<string, string> }) {
  const leftOut = Object.entries(counts.excluded).sort(([, a], [, b]) => b - a);
  return (
    <dl className={classes.counts}>
      <Count n={counts.matching}>queries match the filter; of these</Count>
      <Count n={counts.exported}>
        go in{counts.exported > 0 ? `: ${whereIn(counts)}` : ''}
        {counts.idealAnswers + counts.correctAnswers > 0
          ? `; ${formatCount(counts.idealAnswers)} with an ideal answer, ${formatCount(counts.correctAnswers)} with one found correct`
          : ''}
      </Count>
      {leftOut.map(([reason, n]) => (
        <Count key={reason} n={n}>
          left out: {exclusions[reason] ?? reason}
        </Count>
      ))}
    </dl>
  );
}

function whereIn({ sides, exported }: Counts): string {
  if (sides === null) return `${countOf(exported, 'row')} in one file`;
  const { train, validation, test } = sides;
  return `${formatCount(train)} to train, ${formatCount(validation)} to validate, ${formatCount(test)} to test`;
}

function Count({ n, children }: { n: number; children: ReactNode }) {
  return (
    <>
      <dt>{formatCount(n)}</dt>
      <dd>{children}</dd>
    </>
  );
}
