import { Text } from '@mantine/core';
import type { Overview } from '#lib/quality/overview-schema.ts';
import { rowsBehind } from '#lib/quality/rows-behind.ts';
import type { Sample } from '#lib/quality/schema.ts';
import { type Filter, toSearchParams } from '#lib/query-log/filter.ts';
import { type Rate, rateOfCounts } from '#lib/statistics/rate.ts';
import { formatCount, formatMs } from '../../../_components/number-format.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { formatInterval, formatShare } from '../../../_components/time-series/value-format.ts';
import classes from './overview.module.css';

/** The range in five figures, each with what it rests on and a way to its rows. */
export function FiguresPanel(props: { project: string; filter: Filter; overview: Overview }) {
  const { totals, failureRates } = props.overview;
  const href = (more: Filter) => `/${props.project}/queries?${toSearchParams({ ...props.filter, ...more })}`;
  const errors = rateOfCounts(totals.errors, totals.queries);
  const zeroHit = rateOfCounts(totals.zeroHit, totals.retrievalRan);
  const { good } = failureRates;
  return (
    <dl className={classes.figures}>
      <Figure name="Queries" href={href({})} value={formatCount(totals.queries)} basis="in this range" />
      <RateFigure name="Zero-hit rate" rate={zeroHit} href={href(rowsBehind('zero_hit_rate').n)} />
      <RateFigure name="Error rate" rate={errors} href={href(rowsBehind('error_rate').n)} />
      <RateFigure
        name="Answers good"
        rate={good}
        href={href(rowsBehind('answer_good_rate').of)}
        without={
          failureRates.nonResponse.unlabelledClasses.length > 0
            ? 'no label from some of the queries drawn'
            : 'no labels yet'
        }
        of={SAMPLE_WORDS[failureRates.sample]}
      />
      <Figure
        name="Total latency, median"
        href={href({})}
        value={totals.totalP50Ms === null ? '–' : formatMs(totals.totalP50Ms)}
        basis={
          totals.totalP95Ms === null ? 'no query logged it' : `95th percentile ${formatMs(totals.totalP95Ms)}`
        }
      />
    </dl>
  );
}

const SAMPLE_WORDS: Record<Sample, string | undefined> = {
  random: 'weighted',
  mixed: 'weighted',
  not_random: 'not a random sample',
  none: undefined,
};

function RateFigure(props: {
  name: string;
  rate: Rate;
  href: string;
  without?: string;
  of?: string | undefined;
}) {
  const { rate } = props;
  if (rate.value === null) {
    return (
      <Figure name={props.name} href={props.href} value="–" basis={props.without ?? 'nothing to count'} />
    );
  }
  const counts = `${formatCount(rate.positives)} of ${formatCount(rate.n)}`;
  const interval = `${formatInterval('share', rate)}${props.of === undefined ? '' : `, ${props.of}`}`;
  const tooFew = props.of === SAMPLE_WORDS.mixed ? 'too few drawn at random' : 'too few';
  return rate.display === 'counts' ? (
    <Figure name={props.name} href={props.href} value={counts} basis={`${tooFew} for a rate`} isUnsure />
  ) : (
    <Figure
      name={props.name}
      href={props.href}
      value={formatShare(rate.value)}
      basis={`${counts}; ${interval}${rate.display === 'grey' ? ', few' : ''}`}
      isUnsure={rate.display === 'grey'}
    />
  );
}

function Figure(props: { name: string; value: string; basis: string; href: string; isUnsure?: boolean }) {
  return (
    <div className={classes.figure}>
      <Text component="dt" size="sm" className={classes.muted}>
        {props.name}
      </Text>
      <dd className={classes.figureValue} data-unsure={props.isUnsure || undefined}>
        <TextLink href={props.href} inherit c="inherit" underline="hover" prefetch={false}>
          {props.value}
        </TextLink>
        <span className={classes.figureBasis}>{props.basis}</span>
      </dd>
    </div>
  );
}
