import {
  Group,
  Table,
  TableScrollContainer,
  TableTbody,
  TableTd,
  TableTh,
  TableThead,
  TableTr,
  Text,
} from '@mantine/core';
import type { ChunkHealth, RuleResult } from '#lib/quality/chunk-health-schema.ts';
import { CsvDownload } from '../../../../_components/csv-download.tsx';
import { countOf, formatCount } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { TextLink } from '../../../../_components/text-link.tsx';
import { formatShare } from '../../../../_components/time-series/value-format.ts';

const TITLE = 'Rules';

/** Every rule in words with how often it fired. */
export function HealthTable({
  health,
  here,
}: {
  health: ChunkHealth;
  here: (change: Record<string, string>) => string;
}) {
  return (
    <Section
      title={TITLE}
      aside={
        <CsvDownload
          title="Chunk health"
          table={{
            columns: ['rule', 'says', 'chunks', 'of', 'not_asked'],
            rows: health.rules.map((result) => [
              result.name,
              result.says,
              result.notAsked === null ? result.count : null,
              result.of,
              result.notAsked,
            ]),
          }}
        />
      }
    >
      <Text size="sm">{summaryOf(health)}</Text>
      <TableScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="xs" tabularNums aria-label="Rules of chunk health">
          <TableThead>
            <TableTr>
              <TableTh scope="col">Rule</TableTh>
              <TableTh scope="col" ta="end">
                Chunks
              </TableTh>
              <TableTh scope="col" ta="end">
                Share
              </TableTh>
            </TableTr>
          </TableThead>
          <TableTbody>
            {health.rules.map((result) => (
              <TableTr key={result.rule}>
                <TableTh scope="row" fw={500}>
                  {result.name}
                  <Text size="sm" c="dimmed" maw={640}>
                    {result.says}
                  </Text>
                </TableTh>
                <Counts result={result} href={here({ rule: result.rule })} />
              </TableTr>
            ))}
          </TableTbody>
        </Table>
      </TableScrollContainer>
    </Section>
  );
}

function Counts({ result, href }: { result: RuleResult; href: string }) {
  const { count, of, notAsked } = result;
  if (notAsked !== null)
    return (
      <TableTd colSpan={2} ta="end">
        <Text size="sm" c="dimmed" ml="auto" maw={220}>
          {notAsked}
        </Text>
      </TableTd>
    );
  return (
    <>
      <TableTd ta="end">
        <Group gap={4} justify="end" wrap="nowrap">
          {count === 0 ? (
            '0'
          ) : (
            <TextLink href={href} inherit fw={600} underline="always" prefetch={false}>
              {formatCount(count)}
            </TextLink>
          )}
          <Text span size="sm" c="dimmed">
            of {formatCount(of)}
          </Text>
        </Group>
      </TableTd>
      <TableTd ta="end">{of === 0 ? '–' : formatShare(count / of)}</TableTd>
    </>
  );
}

function summaryOf({ rules }: ChunkHealth): string {
  const most = rules
    .filter(({ notAsked, of }) => notAsked === null && of > 0)
    .toSorted((a, b) => b.count / b.of - a.count / a.of)[0];
  if (most === undefined || most.count === 0) return 'No rule fires for any chunk.';
  return `Most frequent: ${most.name.toLowerCase()}, ${formatCount(most.count)} of ${countOf(most.of, 'chunk')} (${formatShare(most.count / most.of)}).`;
}
