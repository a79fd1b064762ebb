import { memo } from 'react';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { formatMs } from '../../../../_components/number-format.ts';
import classes from './label.module.css';

/** What answered, how long it took, and what scorers said of the answer. */
export const MachineFacts = memo(function MachineFacts({
  query,
  hidden,
}: {
  query: QueryDetail;
  hidden: boolean;
}) {
  if (hidden)
    return (
      <p className={classes.quiet}>
        Model, scores and machine verdicts are hidden here, so that they do not sway you.
      </p>
    );
  const facts = [
    query.model,
    query.promptVersion,
    query.latency.totalMs === null ? '' : formatMs(query.latency.totalMs),
    ...query.scores
      .filter(({ hitId }) => hitId === null)
      .map(({ name, value, label }) => `${name} ${label || (value ?? '')}`),
  ].filter((fact) => fact !== '');
  if (facts.length === 0) return null;
  return (
    <p className={classes.quiet}>
      <bdi>{facts.join(' · ')}</bdi>
    </p>
  );
});
