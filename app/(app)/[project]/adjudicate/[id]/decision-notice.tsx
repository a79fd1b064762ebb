import { Alert } from '@mantine/core';
import type { DecidedSince, Decisions } from '#lib/labelling/adjudication-schema.ts';
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

/** Says that somebody else was faster, what they decided, and that nothing is lost. */
export function DecidedMeanwhile({ since, timeZone }: { since: DecidedSince; timeZone: string }) {
  const { standing, message } = since;
  return (
    <Alert variant="default" role="alert" title="Your decision was not stored: another one stands">
      {message}{' '}
      {standing !== null && (
        <>
          <bdi>{standing.by}</bdi> said on {formatInstant(standing.createdAt, timeZone, 'minute')}:{' '}
          {saidWords(standing)}
          {standing.note !== null && (
            <>
              {' '}
              (<bdi>{standing.note}</bdi>)
            </>
          )}
          . Submit again to put yours in its place, or leave it as it is.
        </>
      )}
    </Alert>
  );
}
