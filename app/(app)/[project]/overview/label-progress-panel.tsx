import { Progress, Text, Title } from '@mantine/core';
import type { LabelProgress, Range } from '#lib/quality/schema.ts';
import { type Filter, toSearchParams } from '#lib/query-log/filter.ts';
import { RESOLVED_VERDICTS } from '#lib/query-log/schema.ts';
import { formatCount } from '../../../_components/number-format.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { formatShare } from '../../../_components/time-series/value-format.ts';
import { formatInstant } from '../../../_components/zoned-time.ts';
import { LabelOffer } from './label-offer.tsx';
import classes from './overview.module.css';

/** How far labelling is, and what a random sample would cost and give. */
export function LabelProgressPanel(props: {
  project: string;
  filter: Filter;
  range: Range;
  progress: LabelProgress;
  mayQueue: boolean;
}) {
  const { progress, range } = props;
  const { labelled, queries, offer } = progress;
  const href = `/${props.project}/queries?${toSearchParams({ ...props.filter, verdict: [...RESOLVED_VERDICTS] })}`;
  const share = queries === 0 ? 0 : labelled / queries;
  const name = `${offer.sampleSize} at random, ${formatInstant(range.from, range.tz, 'day')} to ${formatInstant(range.to, range.tz, 'day')}`;
  return (
    <section className={classes.panel} aria-labelledby="labels-heading">
      <Title order={2} size="h5" id="labels-heading">
        Labels
      </Title>
      <Text size="sm">
        {labelled === 0 ? (
          'None of these queries is labelled yet.'
        ) : (
          <>
            <TextLink href={href} inherit underline="always" prefetch={false}>
              {formatCount(labelled)}
            </TextLink>{' '}
            of {formatCount(queries)} queries are labelled ({formatShare(share)}),{' '}
            {formatCount(progress.randomLabelled)} of them drawn at random.
          </>
        )}
      </Text>
      <Progress value={share * 100} aria-label={`Labelled: ${formatShare(share)}`} />
      {props.mayQueue && offer.sampleSize > 0 ? (
        <>
          <div className={classes.offer}>
            <LabelOffer
              project={props.project}
              filter={{ ...props.filter, from: range.from, to: range.to }}
              size={offer.sampleSize}
              name={name}
              isMain={progress.randomLabelled === 0}
            />
          </div>
          <Text size="sm" className={classes.muted}>
            {offer.text}
          </Text>
        </>
      ) : null}
    </section>
  );
}
