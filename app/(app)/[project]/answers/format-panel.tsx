import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr } from '@mantine/core';
import type { Context } from '#lib/platform/context.ts';
import { type FormatFailures, formatFailures } from '#lib/quality/queries/format-failures.ts';
import { type Filter, toSearchParams } from '#lib/query-log/filter.ts';
import { CsvDownload } from '../../../_components/csv-download.tsx';
import type { CsvTable } from '../../../_components/csv-table.ts';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { formatInstant } from '../../../_components/zoned-time.ts';
import { PanelFault } from '../_charts/panel-fault.tsx';
import { panelResult } from '../_charts/panel-result.ts';
import { TablePanel } from './table-panel.tsx';

const TITLE = 'Why answers have the wrong format';

/** The reasons that the format rules gave, the most frequent first, each with its latest answer. */
export async function FormatPanel({ ctx, filter, tz }: { ctx: Context; filter: Filter; tz: string }) {
  const result = await panelResult(() => formatFailures(ctx, filter));
  if (!result.ok) return <PanelFault title={TITLE} message={result.message} height={408} />;
  const { checked, failed, items, reasons } = result.value;
  const project = ctx.project.slug;
  const more = reasons > items.length ? ` The ${items.length} most frequent of ${reasons} reasons.` : '';
  return (
    <TablePanel
      title={TITLE}
      measures={`Rule and version with what it said of ${countOf(checked, 'checked answer')}.${more}`}
      summary={summaryOf(result.value)}
      aside={items.length === 0 ? null : <CsvDownload title={TITLE} table={csvOf(result.value)} />}
      empty={
        checked === 0
          ? 'No answer in this range was checked: no format rule was in force when it came.'
          : failed === 0
            ? 'Every checked answer had the form that was asked for.'
            : undefined
      }
    >
      <Table fz="sm" verticalSpacing={4} stickyHeader aria-label={TITLE}>
        <TableThead>
          <TableTr>
            <TableTh scope="col" style={{ whiteSpace: 'nowrap' }}>
              Reason
            </TableTh>
            <TableTh scope="col" style={{ whiteSpace: 'nowrap' }} ta="right">
              Answers
            </TableTh>
            <TableTh scope="col" style={{ whiteSpace: 'nowrap' }}>
              Latest
            </TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {items.map(({ reason, count, queryId, startedAt }) => (
            <TableTr key={reason}>
              <TableTh scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
                <bdi>{reason}</bdi>
              </TableTh>
              <TableTd ta="right">{formatCount(count)}</TableTd>
              <TableTd style={{ whiteSpace: 'nowrap' }}>
                <TextLink
                  href={`/${project}/queries/${encodeURIComponent(queryId)}`}
                  inherit
                  prefetch={false}
                >
                  {formatInstant(startedAt, tz, 'minute')}
                </TextLink>
              </TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
      <TextLink
        href={`/${project}/queries?${toSearchParams({ ...filter, format: ['failed'] })}`}
        size="sm"
        prefetch={false}
      >
        Open all {formatCount(failed)}
      </TextLink>
    </TablePanel>
  );
}

function summaryOf({ checked, failed, items: [top] }: FormatFailures): string {
  if (top === undefined) return '';
  return `${formatCount(failed)} of ${formatCount(checked)} not as asked; most often “${top.reason.slice(0, 120)}” (${formatCount(top.count)}).`;
}

function csvOf({ items }: FormatFailures): CsvTable {
  return {
    columns: ['reason', 'answers', 'latest query', 'latest'],
    rows: items.map(({ reason, count, queryId, startedAt }) => [reason, count, queryId, startedAt]),
  };
}
