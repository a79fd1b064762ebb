import { Group, Table, TableTbody, TableTd, TableTh, TableThead, TableTr, Text } from '@mantine/core';
import type { Context } from '#lib/platform/context.ts';
import { type FailureDetails, failureDetails } from '#lib/quality/queries/failure-details.ts';
import { type Filter, toSearchParams } from '#lib/query-log/filter.ts';
import { CsvDownload } from '../../../_components/csv-download.tsx';
import type { CsvTable } from '../../../_components/csv-table.ts';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { formatInterval, formatShare } from '../../../_components/time-series/value-format.ts';
import { PanelFault } from '../_charts/panel-fault.tsx';
import { panelResult } from '../_charts/panel-result.ts';
import { DETAIL_WORDS, FAILURE_WORDS, wordsOf } from '../_components/label-words.ts';
import { TablePanel } from './table-panel.tsx';

const TITLE = 'Failure details';
const CAUTIONS: Partial<Record<FailureDetails['sample'], string>> = {
  not_random: 'not a random sample',
  mixed: 'value from the random part only',
};

/** What exactly went wrong, each detail with its share of all failures; opens its queries. */
export async function DetailPanel({ ctx, filter }: { ctx: Context; filter: Filter }) {
  const result = await panelResult(() => failureDetails(ctx, filter));
  if (!result.ok) return <PanelFault title={TITLE} message={result.message} height={408} />;
  const { items, failures, sample } = result.value;
  const href = (item: FailureDetails['items'][number]) => hrefOf(ctx.project.slug, filter, item);
  return (
    <TablePanel
      title={TITLE}
      measures={`${failures === 0 ? 'Shares of the failed answers' : `Shares of ${countOf(failures, 'failed answer')}`}${sample === 'random' || sample === 'mixed' ? ', weighted by how queries were drawn' : ''}; each interval is 95 % on its own.`}
      caution={CAUTIONS[sample]}
      summary={summaryOf(result.value)}
      aside={items.length === 0 ? null : <CsvDownload title={TITLE} table={csvOf(result.value)} />}
      empty={items.length === 0 ? 'No answer in this range is labelled with a kind of failure.' : undefined}
    >
      <Table fz="sm" verticalSpacing={4} stickyHeader aria-label={TITLE}>
        <TableThead>
          <TableTr>
            <TableTh scope="col" style={{ whiteSpace: 'nowrap' }}>
              Failure
            </TableTh>
            <TableTh scope="col" style={{ whiteSpace: 'nowrap' }} ta="right">
              Share
            </TableTh>
            <TableTh scope="col" style={{ whiteSpace: 'nowrap' }} ta="right">
              Answers
            </TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {items.map((item) => (
            <TableTr key={`${item.failure} ${item.detail}`}>
              <TableTh scope="row" fw={400}>
                {detailWords(item)}
                <Text span display="block" size="xs" c="dimmed">
                  {FAILURE_WORDS[item.failure]}
                </Text>
              </TableTh>
              <TableTd ta="right">
                {item.share.display === 'counts' || item.share.value === null ? (
                  <Text span size="xs" c="dimmed">
                    too few
                  </Text>
                ) : (
                  <Group gap={4} justify="end">
                    {formatShare(item.share.value)}
                    <Text span size="xs" c="dimmed">
                      {formatInterval('share', item.share)}
                    </Text>
                  </Group>
                )}
              </TableTd>
              <TableTd ta="right">
                {item.detail === '' ? (
                  formatCount(item.n)
                ) : (
                  <TextLink href={href(item)} inherit fw={600} underline="always" prefetch={false}>
                    {formatCount(item.n)}
                  </TextLink>
                )}
              </TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TablePanel>
  );
}

type Item = FailureDetails['items'][number];

function detailWords({ detail }: Pick<Item, 'detail'>): string {
  return detail === '' ? 'No detail given' : wordsOf(DETAIL_WORDS, detail);
}

function hrefOf(project: string, filter: Filter, { failure, detail }: Item): string {
  const rows = { ...filter, verdict: ['partly', 'wrong'] as const, failure: [failure], detail: [detail] };
  return `/${project}/queries?${toSearchParams(rows as unknown as Filter)}`;
}

function summaryOf({ items, failures }: FailureDetails): string {
  const top = items.filter(({ detail }) => detail !== '').toSorted((a, b) => b.n - a.n)[0];
  if (top === undefined) return '';
  return `Most often: ${detailWords(top).toLowerCase()} (${FAILURE_WORDS[top.failure].toLowerCase()}), ${formatCount(top.n)} of ${formatCount(failures)}.`;
}

function csvOf({ items, failures }: FailureDetails): CsvTable {
  return {
    columns: ['failure', 'detail', 'answers', 'of', 'share', 'lower', 'upper'],
    rows: items.map(({ failure, detail, n, share }) => [
      failure,
      detail,
      n,
      failures,
      share.value,
      share.lower,
      share.upper,
    ]),
  };
}
