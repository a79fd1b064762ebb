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
import type { DataHealth } from '#lib/ingest/queries/data-health.ts';
import { countOf, formatCount } from '../../../_components/number-format.ts';

const UNIT_WORDS: Record<string, string> = {
  query: 'Queries',
  span: 'OTLP spans',
  log_record: 'OTLP log records',
  score: 'Scores',
  feedback: 'Feedback',
  chunk: 'Chunks',
};

const NOWRAP = { whiteSpace: 'nowrap' } as const;

export function OutcomeTable({ outcomes }: { outcomes: DataHealth['outcomes'] }) {
  const { units, notAQuery, ignored } = outcomes;
  if (units.length === 0 && ignored === 0) return <Text c="dimmed">Nothing was sent in this time.</Text>;
  return (
    <>
      <TableScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table tabularNums styles={{ th: NOWRAP, td: NOWRAP }}>
          <TableThead>
            <TableTr>
              <TableTh>Events</TableTh>
              <TableTh ta="end">Sent</TableTh>
              <TableTh ta="end">Accepted</TableTh>
              <TableTh ta="end">Duplicates</TableTh>
              <TableTh ta="end">Rejected</TableTh>
              <TableTh>Reasons</TableTh>
            </TableTr>
          </TableThead>
          <TableTbody>
            {units.map(({ unit, sent, accepted, duplicates, conflicting, rejected }) => (
              <TableTr key={unit}>
                <TableTh scope="row">{UNIT_WORDS[unit] ?? unit}</TableTh>
                <TableTd ta="end">{formatCount(sent)}</TableTd>
                <TableTd ta="end">{formatCount(accepted)}</TableTd>
                <TableTd ta="end">{formatCount(duplicates)}</TableTd>
                <TableTd ta="end">
                  {formatCount(rejected.reduce((sum, { events }) => sum + events, 0))}
                </TableTd>
                <TableTd style={{ whiteSpace: 'normal', minWidth: 180 }}>
                  {[
                    ...rejected.map(({ reason, events }) => `${reason} ${formatCount(events)}`),
                    ...(conflicting > 0 ? [`duplicates with other content ${formatCount(conflicting)}`] : []),
                  ].join(', ')}
                </TableTd>
              </TableTr>
            ))}
          </TableTbody>
        </Table>
      </TableScrollContainer>
      {notAQuery === 0 ? null : (
        <Text size="sm">
          {countOf(notAQuery, 'trace')} held neither a model nor a retrieval and made no query.
        </Text>
      )}
      {ignored === 0 ? null : (
        <Text size="sm">{countOf(ignored, 'log record')} held no evaluation and made no score.</Text>
      )}
    </>
  );
}
