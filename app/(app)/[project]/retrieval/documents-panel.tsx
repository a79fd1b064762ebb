import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr, Text } from '@mantine/core';
import type { Context } from '#lib/platform/context.ts';
import { retrievedDocuments } from '#lib/quality/queries/retrieved-documents.ts';
import type { RetrievedDocuments } from '#lib/quality/retrieval-report-schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { CsvDownload } from '../../../_components/csv-download.tsx';
import { countOf, formatCount, formatScore } from '../../../_components/number-format.ts';
import { formatShare } from '../../../_components/time-series/value-format.ts';
import { PanelFault } from '../_charts/panel-fault.tsx';
import { panelResult } from '../_charts/panel-result.ts';
import { TablePanel } from '../answers/table-panel.tsx';
import classes from './retrieval.module.css';

const WORDS = {
  source: { title: 'Hits by source document', column: 'Source', one: 'source document', none: '(none)' },
  indexVersion: {
    title: 'Hits by index version',
    column: 'Index version',
    one: 'index version',
    none: '(none)',
  },
} as const;

/** Where the first k hits come from, with which scores, and how many of the graded were relevant. */
export async function DocumentsPanel({
  ctx,
  filter,
  by,
}: {
  ctx: Context;
  filter: Filter;
  by: keyof typeof WORDS;
}) {
  const { title, column, one, none } = WORDS[by];
  const result = await panelResult(() => retrievedDocuments(ctx, filter, { by, limit: 100 }));
  if (!result.ok) return <PanelFault title={title} message={result.message} height={408} />;
  const { items, k, total } = result.value;
  return (
    <TablePanel
      title={title}
      measures={`Of the first ${k} hits; top score is the median where it comes first, retrievers and score kinds apart.`}
      summary={summaryOf(result.value, one)}
      aside={items.length === 0 ? null : <CsvDownload title={title} table={csvOf(result.value)} />}
      empty={items.length === 0 ? 'No query of this range found anything.' : undefined}
    >
      <Table fz="sm" verticalSpacing={4} stickyHeader aria-label={title}>
        <TableThead>
          <TableTr>
            <TableTh scope="col">{column}</TableTh>
            <TableTh scope="col" ta="right" className={classes.nowrap}>
              Queries
            </TableTh>
            <TableTh scope="col" ta="right" className={classes.nowrap}>
              Top score
            </TableTh>
            <TableTh scope="col" ta="right" className={classes.nowrap}>
              Relevant
            </TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {items.map((item) => (
            <TableTr key={`${item.name}\n${item.retriever}\n${item.scoreKind}`}>
              <TableTh scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
                <bdi>{item.name || none}</bdi>
                <Text span display="block" size="xs" c="dimmed">
                  <bdi>{item.retriever || 'no retriever named'}</bdi> ({item.scoreKind || 'no score kind'})
                </Text>
              </TableTh>
              <TableTd ta="right">{formatCount(item.queries)}</TableTd>
              <TableTd ta="right">
                {item.medianTopScore === null ? '–' : formatScore(item.medianTopScore)}
              </TableTd>
              <TableTd ta="right">
                {item.relevantShare === null || item.display === 'counts'
                  ? ''
                  : formatShare(item.relevantShare)}
                <Text span display="block" size="xs" c="dimmed">
                  {item.graded === 0
                    ? 'none graded'
                    : `${formatCount(item.relevant)} of ${formatCount(item.graded)} graded`}
                </Text>
              </TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
      {items.length < total ? (
        <Text size="xs" c="dimmed" p={4}>
          The first {formatCount(items.length)} of {formatCount(total)}. The API has more.
        </Text>
      ) : null}
    </TablePanel>
  );
}

function summaryOf({ items, total, k }: RetrievedDocuments, one: string): string {
  const [first] = items;
  if (first === undefined) return '';
  return `${countOf(total, `${one} and retriever`, `pairs of ${one} and retriever`)}; ${first.name || 'the one without a name'} most often, among the first ${k} hits of ${countOf(first.queries, 'query', 'queries')}.`;
}

function csvOf({ items, by }: RetrievedDocuments) {
  return {
    columns: [by, 'retriever', 'score_kind', 'queries', 'first', 'median_top_score', 'graded', 'relevant'],
    rows: items.map((item) => [
      item.name,
      item.retriever,
      item.scoreKind,
      item.queries,
      item.first,
      item.medianTopScore,
      item.graded,
      item.relevant,
    ]),
  };
}
