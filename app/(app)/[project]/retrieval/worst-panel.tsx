import { Table, TableTbody, TableTd, TableTh, TableThead, TableTr, Text } from '@mantine/core';
import type { Context } from '#lib/platform/context.ts';
import { worstQuestions } from '#lib/quality/queries/worst-questions.ts';
import type { WorstQuestions } from '#lib/quality/retrieval-report-schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { CsvDownload } from '../../../_components/csv-download.tsx';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { formatInstant } from '../../../_components/zoned-time.ts';
import { PanelFault } from '../_charts/panel-fault.tsx';
import { panelResult } from '../_charts/panel-result.ts';
import { questionText } from '../_components/question-text.ts';
import { TablePanel } from '../answers/table-panel.tsx';
import classes from './retrieval.module.css';

const TITLE = 'Worst questions';

/** Questions whose retrieval is known to be bad; opens the latest query of each. */
export async function WorstPanel({ ctx, filter, tz }: { ctx: Context; filter: Filter; tz: string }) {
  const result = await panelResult(() => worstQuestions(ctx, filter));
  if (!result.ok) return <PanelFault title={TITLE} message={result.message} height={408} />;
  const { items, k } = result.value;
  return (
    <TablePanel
      title={TITLE}
      measures={`Questions that found nothing, or whose first ${k} hits are all graded below relevant; those asked most first.`}
      summary={summaryOf(result.value)}
      aside={
        items.length === 0 ? null : (
          <CsvDownload
            title={TITLE}
            table={{
              columns: [
                'question',
                'bad',
                'zero_hit',
                'best_grade',
                'relevant_elsewhere',
                'last_at',
                'last_query',
              ],
              rows: items.map((item) => [
                item.question,
                item.bad,
                item.zeroHit,
                item.bestGrade,
                item.hasRelevantElsewhere,
                item.lastAt,
                item.lastId,
              ]),
            }}
          />
        )
      }
      empty={items.length === 0 ? 'No query of this range is known to have retrieved badly.' : undefined}
    >
      <Table fz="sm" verticalSpacing={4} stickyHeader aria-label={TITLE}>
        <TableThead>
          <TableTr>
            <TableTh scope="col">Question</TableTh>
            <TableTh scope="col" ta="right" className={classes.nowrap}>
              Bad
            </TableTh>
            <TableTh scope="col" ta="right" className={classes.nowrap}>
              Zero hits
            </TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {items.map((item) => (
            <TableTr key={item.questionHash}>
              <TableTh scope="row" fw={400}>
                <TextLink
                  href={`/${ctx.project.slug}/queries/${encodeURIComponent(item.lastId)}?range=all`}
                  inherit
                  underline="always"
                  prefetch={false}
                >
                  <bdi>{questionText(item.question)}</bdi>
                </TextLink>
                <Text span display="block" size="xs" c="dimmed">
                  {[
                    item.bestGrade === null ? undefined : `best grade ${item.bestGrade}`,
                    item.hasRelevantElsewhere ? 'a relevant chunk is known' : undefined,
                    formatInstant(item.lastAt, tz, 'day'),
                  ]
                    .filter((part) => part !== undefined)
                    .join(' · ')}
                </Text>
              </TableTh>
              <TableTd ta="right">{formatCount(item.bad)}</TableTd>
              <TableTd ta="right">{formatCount(item.zeroHit)}</TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TablePanel>
  );
}

function summaryOf({ items, bad, questions }: WorstQuestions): string {
  if (items.length === 0) return '';
  const shown = items.length < questions ? ` The first ${formatCount(items.length)} are listed.` : '';
  return `${countOf(bad, 'query', 'queries')} retrieved badly, asking ${countOf(questions, 'question')}.${shown}`;
}
