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
import type { DialectHealth, HealthField } from '#lib/ingest/queries/dialect-health.ts';
import { formatCount } from '../../../_components/number-format.ts';
import { formatInstant } from '../../../_components/zoned-time.ts';

const FIELD_WORDS: Record<HealthField, string> = {
  question: 'Question',
  answer: 'Answer',
  retrieval: 'Retrieval',
  hitIds: 'Hit ids',
  hitScores: 'Hit scores',
  retriever: 'Retriever',
  indexVersion: 'Index version',
  retrievalTime: 'Retrieval time',
  model: 'Model',
  promptVersion: 'Prompt version',
  tokens: 'Tokens',
  totalTime: 'Total time',
  session: 'Session',
};

/** One column a dialect: there are few of them and many fields. */
export function DialectTable({ dialects, tz }: { dialects: readonly DialectHealth[]; tz: string }) {
  const [first] = dialects;
  if (first === undefined) return <Text c="dimmed">No query arrived in this time.</Text>;
  return (
    <TableScrollContainer
      minWidth={180 + 150 * dialects.length}
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
    >
      <Table tabularNums style={{ overflowWrap: 'break-word' }}>
        <TableThead>
          <TableTr>
            <TableTh>Missing</TableTh>
            {dialects.map(({ dialect }) => (
              <TableTh key={dialect} ta="end">
                <bdi>{dialect}</bdi>
              </TableTh>
            ))}
          </TableTr>
        </TableThead>
        <TableTbody>
          <TableTr>
            <TableTh scope="row">Queries</TableTh>
            {dialects.map(({ dialect, queries }) => (
              <TableTd key={dialect} ta="end">
                {formatCount(queries)}
              </TableTd>
            ))}
          </TableTr>
          <TableTr>
            <TableTh scope="row">Last arrived</TableTh>
            {dialects.map(({ dialect, lastAt }) => (
              <TableTd key={dialect} ta="end">
                {formatInstant(lastAt, tz, 'minute')}
              </TableTd>
            ))}
          </TableTr>
          {first.fields.map(({ field }, i) => (
            <TableTr key={field}>
              <TableTh scope="row">{FIELD_WORDS[field]}</TableTh>
              {dialects.map(({ dialect, fields }) => (
                <TableTd key={dialect} ta="end">
                  <Share {...(fields[i] ?? { missing: 0, of: 0 })} />
                </TableTd>
              ))}
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableScrollContainer>
  );
}

function Share({ missing, of }: { missing: number; of: number }) {
  if (of === 0)
    return (
      <Text span inherit c="dimmed">
        none could have it
      </Text>
    );
  const percent = Math.round((missing / of) * 1000) / 10;
  return (
    <>
      {percent} %{' '}
      <Text span size="xs" c="dimmed">
        {formatCount(missing)} of {formatCount(of)}
      </Text>
    </>
  );
}
