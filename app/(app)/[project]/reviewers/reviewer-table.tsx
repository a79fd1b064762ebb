import {
  Table,
  TableScrollContainer,
  TableTbody,
  TableTd,
  TableTh,
  TableThead,
  TableTr,
  Text,
} from '@mantine/core';
import type { ReviewerView } from '#lib/labelling/agreement-schema.ts';
import type { Rate } from '#lib/statistics/rate.ts';
import { formatCount, formatMs, formatScore } from '../../../_components/number-format.ts';
import { rateWords } from '../../../_components/rate-words.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { numbersOf } from './reviewer-numbers.ts';

const NOWRAP = { whiteSpace: 'nowrap' } as const;

/** One line a reviewer; the name opens the queries they labelled. */
export function ReviewerTable({
  project,
  reviewers,
}: {
  project: string;
  reviewers: readonly ReviewerView[];
}) {
  return (
    <TableScrollContainer minWidth={900} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table tabularNums verticalSpacing="xs" aria-label="Reviewers" styles={{ td: NOWRAP, th: NOWRAP }}>
        <TableThead>
          <TableTr>
            <TableTh>Reviewer</TableTh>
            <TableTh ta="end">Labels</TableTh>
            <TableTh ta="end">Active time</TableTh>
            <TableTh ta="end">Median</TableTh>
            <TableTh ta="end">Labels an hour</TableTh>
            <TableTh ta="end">Agreement with others</TableTh>
            <TableTh ta="end">Right on gold</TableTh>
            <TableTh ta="end">Skipped</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {reviewers.map((reviewer) => (
            <ReviewerRow key={reviewer.personId} project={project} reviewer={reviewer} />
          ))}
        </TableTbody>
      </Table>
    </TableScrollContainer>
  );
}

function ReviewerRow({ project, reviewer }: { project: string; reviewer: ReviewerView }) {
  const { name, labels, timedLabels, activeSeconds, medianActiveSeconds, skipped } = reviewer;
  const { pacePerHour, agreement, gold } = numbersOf(reviewer);
  const theirs = new URLSearchParams({ reviewer: name, range: 'all' });
  return (
    <TableTr>
      <TableTh scope="row" fw={500}>
        {labels === 0 ? (
          <bdi>{name}</bdi>
        ) : (
          <TextLink href={`/${project}/queries?${theirs}`} size="sm" underline="always">
            <bdi>{name}</bdi>
          </TextLink>
        )}
      </TableTh>
      <TableTd ta="end">{formatCount(labels)}</TableTd>
      <TableTd ta="end">{timedLabels === 0 ? 'not measured' : formatMs(activeSeconds * 1000)}</TableTd>
      <TableTd ta="end">{medianActiveSeconds === null ? '–' : formatMs(medianActiveSeconds * 1000)}</TableTd>
      <TableTd ta="end">{pacePerHour === null ? '–' : formatScore(pacePerHour)}</TableTd>
      <TableTd ta="end">
        <RateCell rate={agreement} none="none in common" />
      </TableTd>
      <TableTd ta="end">
        <RateCell rate={gold} none="none" />
      </TableTd>
      <TableTd ta="end">{formatCount(skipped)}</TableTd>
    </TableTr>
  );
}

/** A share with its interval, and below it the counts it comes from; grey where n is small. */
function RateCell({ rate, none }: { rate: Rate; none: string }) {
  if (rate.n === 0) return none;
  const words = rateWords(rate);
  return (
    <>
      {words !== undefined && (
        <Text size="sm" {...(rate.display === 'grey' ? { c: 'dimmed' } : {})}>
          {words}
        </Text>
      )}
      <Text size={words === undefined ? 'sm' : 'xs'} c="dimmed">
        {`${formatScore(rate.positives)} of ${formatCount(rate.n)}`}
      </Text>
    </>
  );
}
