import { Grid, GridCol, Table, TableTbody, TableTd, TableTh, TableThead, TableTr, Text } from '@mantine/core';
import type { Coverage } from '#lib/golden-sets/sample-schema.ts';
import { countOf, formatCount } from '../../../../_components/number-format.ts';
import { kindWords } from './kind-words.ts';

const NOWRAP = { whiteSpace: 'nowrap' } as const;

/** How well a sample stands for the labelled queries that it was drawn from. */
export function CoverageTables({ coverage }: { coverage: Coverage }) {
  const { usable, lookedAt, chosen, clusters, kinds, largest } = coverage;
  const of = countOf(usable, 'labelled question');
  return (
    <>
      <Text size="sm">
        {`${formatCount(chosen)} of ${of}, from ${formatCount(clusters.chosen)} of ${countOf(clusters.of, 'group')} of like questions.`}
        {lookedAt < usable &&
          ` Of the questions, ${formatCount(lookedAt)} were drawn at random and looked at.`}
      </Text>
      <Grid gap="lg">
        <GridCol span={{ base: 12, md: 5 }}>
          <ShareTable
            label="What was found of the answers"
            rows={kinds.map(({ kind, ...share }) => ({ name: kindWords(kind), ...share }))}
          />
        </GridCol>
        <GridCol span={{ base: 12, md: 7 }}>
          <ShareTable
            label="The largest groups of like questions"
            rows={largest.map(({ question, ...share }) => ({ name: question, ...share }))}
          />
        </GridCol>
      </Grid>
    </>
  );
}

function ShareTable({
  label,
  rows,
}: {
  label: string;
  rows: readonly { name: string; chosen: number; of: number }[];
}) {
  return (
    <Table tabularNums aria-label={label}>
      <TableThead>
        <TableTr>
          <TableTh>{label}</TableTh>
          <TableTh ta="end" style={NOWRAP}>
            Chosen
          </TableTh>
          <TableTh ta="end" style={NOWRAP}>
            Of
          </TableTh>
        </TableTr>
      </TableThead>
      <TableTbody>
        {rows.map(({ name, chosen, of }) => (
          <TableTr key={name}>
            <TableTd>
              <Text size="sm" lineClamp={1} dir="auto">
                {name}
              </Text>
            </TableTd>
            <TableTd ta="end">{formatCount(chosen)}</TableTd>
            <TableTd ta="end">{formatCount(of)}</TableTd>
          </TableTr>
        ))}
      </TableTbody>
    </Table>
  );
}
