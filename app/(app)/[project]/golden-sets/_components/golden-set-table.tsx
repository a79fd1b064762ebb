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
import type { GoldenSetView } from '#lib/golden-sets/schema.ts';
import { formatCount } from '../../../../_components/number-format.ts';
import { TextLink } from '../../../../_components/text-link.tsx';
import { formatInstant } from '../../../../_components/zoned-time.ts';

/** One line a set; the name opens it. */
export function GoldenSetTable({
  project,
  sets,
  timeZone,
}: {
  project: string;
  sets: readonly GoldenSetView[];
  timeZone: string;
}) {
  return (
    <TableScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table tabularNums verticalSpacing="xs" aria-label="Golden sets">
        <TableThead>
          <TableTr>
            <TableTh>Name</TableTh>
            <TableTh ta="end">Questions</TableTh>
            <TableTh ta="end">Version</TableTh>
            <TableTh>Changed</TableTh>
            <TableTh>Made by</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {sets.map((set) => (
            <TableTr key={set.id}>
              <TableTh scope="row" fw={500}>
                <TextLink href={`/${project}/golden-sets/${set.id}`}>
                  <bdi>{set.name}</bdi>
                </TextLink>
                {set.description !== '' && (
                  <Text size="sm" c="dimmed" lineClamp={2}>
                    {set.description}
                  </Text>
                )}
              </TableTh>
              <TableTd ta="end">{formatCount(set.questions)}</TableTd>
              <TableTd ta="end">{set.version}</TableTd>
              <TableTd>{formatInstant(set.changedAt, timeZone, 'minute')}</TableTd>
              <TableTd>
                <bdi>{set.createdBy}</bdi>
              </TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableScrollContainer>
  );
}
