import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr, Text } from '@mantine/core';
import type { Context } from '#lib/platform/context.ts';
import { candidateRecall } from '#lib/quality/queries/candidate-recall.ts';
import { hitListDiversity } from '#lib/quality/queries/hit-list-diversity.ts';
import type { CandidateRecall, HitListDiversity } from '#lib/quality/retrieval-report-schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { CsvDownload } from '../../../_components/csv-download.tsx';
import type { CsvTable } from '../../../_components/csv-table.ts';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { formatInterval, formatShare } from '../../../_components/time-series/value-format.ts';
import { PanelFault } from '../_charts/panel-fault.tsx';
import { panelResult } from '../_charts/panel-result.ts';
import { TablePanel } from '../answers/table-panel.tsx';
import classes from './retrieval.module.css';

const TITLE = 'What ranking lost, and repeats';
const SOURCE_WORDS = { people: 'people', expected: 'expected' } as const;

interface Row {
  id: string;
  name: string;
  value: string;
  note: string;
  csv: [number | null, number | null, number | null, number];
}

/** Recall of the candidates beside that of the hits, and how much the hits of a list repeat each other. */
export async function RankingPanel({ ctx, filter }: { ctx: Context; filter: Filter }) {
  const result = await panelResult(() =>
    Promise.all([candidateRecall(ctx, filter), hitListDiversity(ctx, filter)]),
  );
  if (!result.ok) return <PanelFault title={TITLE} message={result.message} height={408} />;
  const [recall, diversity] = result.value;
  const rows = [...recallRows(recall), ...diversityRows(diversity)];
  return (
    <TablePanel
      title={TITLE}
      measures={`Recall of what the store returned beside recall@${recall.k} of the hits, where candidates were logged; and how the first ${recall.k} hits repeat each other (similarity: TF-IDF cosine of the words).`}
      summary={summaryOf(recall, diversity)}
      aside={rows.length === 0 ? null : <CsvDownload title={TITLE} table={csvOf(rows)} />}
      empty={
        rows.length === 0
          ? 'No query of this range has two hits, or candidates with a known relevant chunk.'
          : undefined
      }
    >
      <Table fz="sm" verticalSpacing={4} stickyHeader aria-label={TITLE}>
        <TableThead>
          <TableTr>
            <TableTh scope="col">Measure</TableTh>
            <TableTh scope="col" ta="right" className={classes.nowrap}>
              Value
            </TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {rows.map((row) => (
            <TableTr key={row.id}>
              <TableTh scope="row" fw={400}>
                {row.name}
                <Text span display="block" size="xs" c="dimmed">
                  {row.note}
                </Text>
              </TableTh>
              <TableTd ta="right">{row.value}</TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TablePanel>
  );
}

function recallRows({ losses, k }: CandidateRecall): Row[] {
  return losses.flatMap((loss): Row[] => {
    const basis = `${SOURCE_WORDS[loss.source]}, ${countOf(loss.n, 'query', 'queries')}`;
    const row = (
      id: string,
      name: string,
      value: number,
      note: string,
      interval?: { lower: number | null; upper: number | null },
    ) => ({
      id: `${loss.source} ${id}`,
      name,
      value: loss.display === 'counts' ? 'too few' : formatShare(value),
      note,
      csv: [value, interval?.lower ?? null, interval?.upper ?? null, loss.n] as Row['csv'],
    });
    const interval = loss.display === 'counts' ? '' : formatInterval('share', loss);
    return [
      row('candidates', 'Recall of all candidates', loss.candidates, basis),
      row('candidates-k', `Recall@${k} in the store’s order`, loss.candidatesAtK, basis),
      row('hits', `Recall@${k} of the hits`, loss.hitsAtK, basis),
      row(
        'lost',
        'Lost by ranking',
        loss.lost,
        `${basis}, of which ${formatCount(loss.losing)} lost something${interval === '' ? '' : `; ${interval}`}`,
        loss,
      ),
    ];
  });
}

function diversityRows({ sampled, compared, ...shares }: HitListDiversity): Row[] {
  if (sampled === 0) return [];
  const hits = countOf(compared, 'hit');
  const row = (id: string, name: string, value: number | null, note: string): Row[] =>
    value === null ? [] : [{ id, name, value: formatShare(value), note, csv: [value, null, null, compared] }];
  return [
    ...row('duplicates', 'Duplicates', shares.duplicateShare, `repeat a hit above them, of ${hits}`),
    ...row(
      'near',
      'Near-duplicates',
      shares.nearDuplicateShare,
      `nearly repeat a hit above them, of ${hits}`,
    ),
    ...row(
      'similarity',
      'Mean similarity of two hits',
      shares.meanSimilarity,
      `0 nothing in common, 100 % the same words; ${countOf(sampled, 'query', 'queries')} drawn at random`,
    ),
  ];
}

function summaryOf({ losses, withCandidates, ran }: CandidateRecall, diversity: HitListDiversity): string {
  const logged = `${formatCount(withCandidates)} of ${countOf(ran, 'query', 'queries')} logged candidates`;
  const [loss] = losses;
  const lost =
    loss === undefined || loss.display === 'counts'
      ? '; too few of them have a known relevant chunk to say what ranking lost'
      : `; ranking lost ${formatShare(loss.lost)} of the known relevant chunks`;
  const repeats =
    diversity.nearDuplicateShare === null || diversity.duplicateShare === null
      ? ''
      : ` ${formatShare(diversity.nearDuplicateShare + diversity.duplicateShare)} of the hits repeat one above them.`;
  return `${logged}${withCandidates === 0 ? '' : lost}.${repeats}`;
}

function csvOf(rows: readonly Row[]): CsvTable {
  return {
    columns: ['measure', 'of', 'value', 'lower', 'upper', 'n'],
    rows: rows.map((row) => [row.name, row.note, ...row.csv]),
  };
}
