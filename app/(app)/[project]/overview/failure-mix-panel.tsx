import { Text, Title } from '@mantine/core';
import { rowsBehind } from '#lib/quality/rows-behind.ts';
import type { Series } from '#lib/quality/schema.ts';
import { type Filter, toSearchParams } from '#lib/query-log/filter.ts';
import { FAILURES } from '#lib/query-log/schema.ts';
import { rateOfCounts } from '#lib/statistics/rate.ts';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { formatInterval, formatShare } from '../../../_components/time-series/value-format.ts';
import { FAILURE_WORDS } from '../_components/label-words.ts';
import classes from './overview.module.css';

/** What kinds of failure there are, each as a bar with its interval. */
export function FailureMixPanel(props: { project: string; filter: Filter; series: Series }) {
  const kinds = FAILURES.map((failure) => {
    const points = props.series.buckets.filter(({ metric }) => metric === failure);
    const sum = (part: 'n' | 'of') => points.reduce((total, point) => total + point[part], 0);
    return { failure, rate: rateOfCounts(sum('n'), sum('of')) };
  });
  const failures = kinds[0]?.rate.n ?? 0;
  return (
    <section className={classes.panel} aria-labelledby="failures-heading">
      <Title order={2} size="h5" id="failures-heading">
        Kinds of failure
      </Title>
      <Text size="sm" className={classes.muted}>
        {failures === 0
          ? 'No answer in this range is labelled partly correct or wrong.'
          : `Share of the ${countOf(failures, 'answer')} labelled partly correct or wrong, with 95 % intervals.`}
      </Text>
      {failures === 0 ? null : (
        <ul className={classes.bars}>
          {kinds.map(({ failure, rate }) => {
            const href = `/${props.project}/queries?${toSearchParams({ ...props.filter, ...rowsBehind(failure).n })}`;
            const isCounts = rate.display === 'counts';
            return (
              <li key={failure}>
                <TextLink href={href} inherit underline="hover" c="inherit" prefetch={false}>
                  {FAILURE_WORDS[failure]}
                </TextLink>
                <span className={classes.track} aria-hidden="true">
                  {isCounts ? null : (
                    <>
                      <span
                        className={classes.bar}
                        data-unsure={rate.display === 'grey' || undefined}
                        style={{ width: percent(rate.value ?? 0) }}
                      />
                      <span
                        className={classes.whisker}
                        style={{ left: percent(rate.lower), width: percent(rate.upper - rate.lower) }}
                      />
                    </>
                  )}
                </span>
                <span className={classes.barText}>
                  {isCounts
                    ? `${formatCount(rate.positives)} of ${formatCount(rate.n)}`
                    : `${formatShare(rate.value ?? 0)} (${formatInterval('share', rate)}), ${formatCount(rate.positives)}`}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
