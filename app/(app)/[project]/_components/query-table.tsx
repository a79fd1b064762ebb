'use client';
import {
  Checkbox,
  Table,
  TableTbody,
  TableTd,
  TableTh,
  TableThead,
  TableTr,
  Text,
  VisuallyHidden,
} from '@mantine/core';
import type { QueryListItem } from '#lib/query-log/schema.ts';
import { formatMs, formatScore, formatUsd } from '../../../_components/number-format.ts';
import { TextLink } from '../../../_components/text-link.tsx';
import { formatInstant } from '../../../_components/zoned-time.ts';
import { FeedbackMark } from './feedback-mark.tsx';
import { HitCount } from './hit-count.tsx';
import { LatencyBar, latencyParts } from './latency-bar.tsx';
import classes from './query-table.module.css';
import { questionText } from './question-text.ts';
import { VerdictMark } from './verdict-mark.tsx';

export interface Selection {
  selected: ReadonlySet<string>;
  onToggle: (id: string) => void;
  onToggleAll: () => void;
}

interface QueryTableProps {
  label: string;
  items: readonly QueryListItem[];
  tz: string;
  /** The page of a query without its id, such as "/default/queries". */
  base: string;
  /** Query string of the list, so that a query's page knows its neighbours. */
  search: string;
  selection?: Selection | undefined;
}

/**
 * Queries as a table, the days as groups of rows. On a phone only question, hits and verdict stay, and the time
 * moves below the question.
 */
export function QueryTable({ label, items, tz, base, search, selection }: QueryTableProps) {
  const fullMs = Math.max(1, ...items.map((item) => latencyParts(item.latency).wholeMs));
  const all = selection !== undefined && items.every((item) => selection.selected.has(item.id));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label={label} tabIndex={0}>
      <Table className={classes.table} highlightOnHover verticalSpacing={7} horizontalSpacing={8}>
        <TableThead>
          <TableTr>
            {selection === undefined ? null : (
              <TableTh className={classes.check}>
                <Checkbox
                  aria-label="Select all of this page"
                  checked={all}
                  indeterminate={!all && selection.selected.size > 0}
                  onChange={selection.onToggleAll}
                />
              </TableTh>
            )}
            <TableTh className={classes.time}>Time</TableTh>
            <TableTh>Question and answer</TableTh>
            <TableTh className={classes.hits}>Hits</TableTh>
            <TableTh className={`${classes.version} ${classes.wide}`}>
              Model<VisuallyHidden> and versions</VisuallyHidden>
            </TableTh>
            <TableTh className={`${classes.latency} ${classes.wide}`}>Latency</TableTh>
            <TableTh className={`${classes.number} ${classes.wide}`}>Cost</TableTh>
            <TableTh className={classes.verdict}>Verdict</TableTh>
            <TableTh className={`${classes.feedback} ${classes.wide}`}>
              <VisuallyHidden>Feedback</VisuallyHidden>
            </TableTh>
          </TableTr>
        </TableThead>
        {daysOf(items, tz).map(({ day, items: ofDay }) => (
          <TableTbody key={ofDay[0]?.id}>
            <TableTr className={classes.day}>
              <TableTh scope="rowgroup" colSpan={selection === undefined ? 3 : 4}>
                {day}
              </TableTh>
              <TableTd colSpan={5} className={classes.wide} />
            </TableTr>
            {ofDay.map((item) => (
              <QueryRow
                key={item.id}
                item={item}
                tz={tz}
                href={`${base}/${encodeURIComponent(item.id)}${search}`}
                fullMs={fullMs}
                selection={selection}
              />
            ))}
          </TableTbody>
        ))}
      </Table>
    </section>
  );
}

/** Runs of queries of the same day, in the order of the list. */
function daysOf(items: readonly QueryListItem[], tz: string): { day: string; items: QueryListItem[] }[] {
  const days: { day: string; items: QueryListItem[] }[] = [];
  for (const item of items) {
    const day = formatInstant(item.startedAt, tz, 'day');
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}

function QueryRow({
  item,
  tz,
  href,
  fullMs,
  selection,
}: {
  item: QueryListItem;
  tz: string;
  href: string;
  fullMs: number;
  selection: Selection | undefined;
}) {
  const selected = selection?.selected.has(item.id) ?? false;
  const time = formatInstant(item.startedAt, tz, 'time');
  const second = formatInstant(item.startedAt, tz, 'second');
  return (
    <TableTr className={classes.row} {...(selected ? { bg: 'var(--mantine-primary-color-light)' } : {})}>
      {selection === undefined ? null : (
        <TableTd className={classes.check}>
          <Checkbox
            aria-label={`Select: ${questionText(item.question)}`}
            checked={selected}
            onChange={() => selection.onToggle(item.id)}
          />
        </TableTd>
      )}
      <TableTd className={classes.time}>
        <time dateTime={item.startedAt} title={second}>
          {time}
        </time>
      </TableTd>
      <TableTd className={classes.text}>
        <TextLink href={href} prefetch={false} className={classes.question} c="inherit" size="sm">
          <bdi>{questionText(item.question)}</bdi>
        </TextLink>
        <AnswerExcerpt item={item} />
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          <time dateTime={item.startedAt}>{time}</time>
        </Text>
      </TableTd>
      <TableTd className={classes.hits}>
        {item.error?.stage === 'retrieval' ? (
          <Text span size="sm">
            Failed
          </Text>
        ) : (
          <HitCount {...item} />
        )}
        {item.topScore === null ? null : (
          <Text size="xs" c="dimmed">
            top {formatScore(item.topScore)}
          </Text>
        )}
      </TableTd>
      <TableTd className={`${classes.version} ${classes.wide}`}>
        <Versions item={item} />
      </TableTd>
      <TableTd className={`${classes.latency} ${classes.wide}`}>
        <Latency latency={item.latency} fullMs={fullMs} />
      </TableTd>
      <TableTd className={`${classes.number} ${classes.wide}`}>
        {item.costUsd === null ? <Absent /> : formatUsd(item.costUsd)}
      </TableTd>
      <TableTd className={classes.verdict}>
        {item.verdict === null ? <Absent /> : <VerdictMark verdict={item.verdict} failure={item.failure} />}
      </TableTd>
      <TableTd className={`${classes.feedback} ${classes.wide}`}>
        {item.feedback === null ? null : <FeedbackMark score={item.feedback} />}
      </TableTd>
    </TableTr>
  );
}

function AnswerExcerpt({ item }: { item: QueryListItem }) {
  if (item.error !== null) {
    return (
      <Text size="sm" className={classes.excerpt} c="var(--fl-bad)">
        Failed{item.error.stage === 'other' ? '' : ` in ${item.error.stage}`}:{' '}
        <bdi>{item.error.message || item.error.type}</bdi>
      </Text>
    );
  }
  return (
    <Text size="sm" c="dimmed" className={classes.excerpt}>
      {item.answer === null || item.answer.trim() === '' ? (
        <em>{item.answer === null ? 'No answer' : 'Empty answer'}</em>
      ) : (
        <bdi>{item.answer}</bdi>
      )}
    </Text>
  );
}

function Versions({ item }: { item: QueryListItem }) {
  const versions = [item.promptVersion, item.indexVersion].filter((value) => value !== '');
  if (item.model === '' && versions.length === 0) return <Absent />;
  return (
    <>
      <Text size="sm" truncate title={item.model}>
        <bdi>{item.model || 'No model'}</bdi>
      </Text>
      <Text size="xs" c="dimmed" truncate title={versions.join(', ')}>
        <bdi>{versions.join(' · ')}</bdi>
      </Text>
    </>
  );
}

function Latency({ latency, fullMs }: { latency: QueryListItem['latency']; fullMs: number }) {
  const { wholeMs } = latencyParts(latency);
  if (wholeMs === 0) return <Absent />;
  return (
    <>
      <Text size="sm">{formatMs(wholeMs)}</Text>
      <LatencyBar latency={latency} fullMs={fullMs} />
    </>
  );
}

function Absent() {
  return (
    <Text span size="sm" c="dimmed">
      <span aria-hidden>–</span>
      <VisuallyHidden>none</VisuallyHidden>
    </Text>
  );
}
