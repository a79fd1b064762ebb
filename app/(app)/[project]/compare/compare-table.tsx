import {
  Badge,
  Table,
  TableScrollContainer,
  TableTbody,
  TableTd,
  TableTh,
  TableThead,
  TableTr,
  Text,
} from '@mantine/core';
import type { Comparison } from '#lib/quality/compare-schema.ts';
import { type Filter, toSearchParams } from '#lib/query-log/filter.ts';
import { countOf } from '../../../_components/number-format.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { formatValue } from '../../../_components/time-series/value-format.ts';
import {
  basisWords,
  differenceWords,
  METRIC_WORDS,
  metricName,
  moreWords,
  pWords,
  rowsOf,
  valueWords,
} from './compare-words.ts';

type Row = Comparison['metrics'][number];

/** Every metric of both sides, the difference, and what is missing to see a smaller one. */
export function CompareTable(props: {
  project: string;
  filters: { a: Filter; b: Filter };
  comparison: Comparison;
}) {
  const { comparison } = props;
  const href = (side: 'a' | 'b', row: Row) =>
    `/${props.project}/queries?${toSearchParams({ ...props.filters[side], k: comparison.k, ...rowsOf(row.metric) })}`;
  return (
    <TableScrollContainer minWidth={860} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table tabularNums verticalSpacing="sm" aria-label="Both sides and their difference">
        <TableThead>
          <TableTr>
            <TableTh>Metric</TableTh>
            <TableTh>A</TableTh>
            <TableTh>B</TableTh>
            <TableTh>Difference, B minus A</TableTh>
            <TableTh>On the same questions</TableTh>
            <TableTh>What is missing</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {comparison.metrics.map((row) => (
            <TableTr key={row.metric} data-metric={row.metric}>
              <TableTh scope="row" fw={600}>
                {metricName(row, comparison.k)}
                <Note>{METRIC_WORDS[row.metric].says}</Note>
              </TableTh>
              <Side row={row} side="a" href={href('a', row)} />
              <Side row={row} side="b" href={href('b', row)} />
              <TableTd>
                {row.difference === null ? (
                  <Note>nothing to compare</Note>
                ) : (
                  <DifferenceWords unit={row.unit} difference={row.difference} />
                )}
              </TableTd>
              <TableTd>
                <Paired row={row} />
              </TableTd>
              <TableTd maw={230}>
                <Note>{moreWords(row, comparison.points)}</Note>
              </TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableScrollContainer>
  );
}

function Note({ children }: { children: React.ReactNode }) {
  return (
    <Text size="xs" c="dimmed" fw={400}>
      {children}
    </Text>
  );
}

function Side({ row, side, href }: { row: Row; side: 'a' | 'b'; href: string }) {
  const estimate = row[side];
  const value = valueWords(row.unit, estimate);
  return (
    <TableTd>
      {estimate.of === 0 ? (
        <Text size="sm">{value}</Text>
      ) : (
        <TextLink
          href={href}
          size="sm"
          underline="hover"
          prefetch={false}
          {...(estimate.display === 'full' ? { fw: 600 } : { c: 'dimmed' })}
        >
          {value}
        </TextLink>
      )}
      <Note>{basisWords(row, estimate)}</Note>
    </TableTd>
  );
}

function DifferenceWords({
  unit,
  difference,
}: {
  unit: Row['unit'];
  difference: NonNullable<Row['difference']>;
}) {
  const words = differenceWords(unit, difference);
  return (
    <>
      <Text size="sm" component="span" fw={difference.different ? 600 : 400}>
        {words.difference}
      </Text>{' '}
      {difference.different ? (
        <Badge size="sm" variant="default">
          different
        </Badge>
      ) : null}
      <Note>
        {words.interval}; {pWords(difference.correctedP)}
      </Note>
    </>
  );
}

function Paired({ row }: { row: Row }) {
  const { paired, unit } = row;
  if (paired === null) return <Note>–</Note>;
  return (
    <>
      <DifferenceWords unit={unit} difference={paired.difference} />
      <Note>
        {countOf(paired.pairs, 'question')}: {formatValue(unit, paired.a)} and {formatValue(unit, paired.b)}
      </Note>
    </>
  );
}
