import { Text } from '@mantine/core';
import type { QueueReport } from '#lib/labelling/queue-report-schema.ts';
import { countOf, formatCount } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import classes from '../_components/queues.module.css';

/** What the queue asked and was not told. Rates are of the rest, so how much is missing must be seen. */
export function NonResponseSection({ report, queries }: { report: QueueReport; queries: number }) {
  const { labels, cannotTell, skippedQueries, unjudgedQueries, removedQueries, skips } = report;
  const share = (part: number, whole: number) =>
    whole === 0 ? '' : ` (${Math.round((100 * part) / whole)} %)`;
  return (
    <Section title="Not answered">
      <dl className={classes.facts}>
        <dt>Skipped</dt>
        <dd>
          {`${countOf(skippedQueries, 'query', 'queries')} of ${formatCount(queries)}${share(skippedQueries, queries)} by at least one person; ${formatCount(unjudgedQueries)} left the queue after three`}
          {skips.length > 0 && (
            <Text size="sm" component="span" display="block">
              <bdi>
                {skips.map(({ reason, n }) => `${reason ?? 'No reason'}: ${formatCount(n)}`).join(' · ')}
              </bdi>
            </Text>
          )}
        </dd>
        <dt>Cannot tell</dt>
        <dd>{`${countOf(cannotTell, 'label')} of ${formatCount(labels)}${share(cannotTell, labels)}`}</dd>
        <dt>Removed</dt>
        <dd>{`${countOf(removedQueries, 'query', 'queries')} that reviewers called not real`}</dd>
      </dl>
    </Section>
  );
}
