import { Alert } from '@mantine/core';
import type { Decisions } from '#lib/labelling/adjudication-schema.ts';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { saidWords } from '../dispute-words.ts';

/** Says that the query is decided, or was until a label changed. */
export function DecisionNotice({ decisions, timeZone }: { decisions: Decisions; timeZone: string }) {
  const { current, earlier } = decisions;
  const decision = current ?? earlier[0];
  if (decision === undefined) return null;
  const at = formatInstant(decision.createdAt, timeZone, 'minute');
  return (
    <Alert
      variant="default"
      title={current === null ? 'Decided before, and reopened' : 'This query is decided'}
    >
      {saidWords(decision)}, by <bdi>{decision.by}</bdi> on {at}.{' '}
      {current === null
        ? 'A reviewer’s label changed since, so that decision counts no more.'
        : 'Another decision takes its place.'}
    </Alert>
  );
}
