'use client';
import {
  Badge,
  Box,
  Group,
  ScrollArea,
  SegmentedControl,
  Table,
  TableTbody,
  TableTd,
  TableTh,
  TableThead,
  TableTr,
  Text,
} from '@mantine/core';
import { useState } from 'react';
import type { SpanView, TraceView } from '#lib/ingest/queries/read-trace.ts';
import { Fold } from '../../../../_components/fold.tsx';
import { countOf, formatMs } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import classes from './trace.module.css';

type View = 'waterfall' | 'table';

/** The spans of the query's trace: when each ran, below what, and what it said. */
export function TraceSection({ trace }: { trace: TraceView }) {
  const [view, setView] = useState<View>('waterfall');
  const { spans } = trace;
  if (trace.traceId === '' && spans.length === 0) return null;
  if (spans.length === 0)
    return (
      <Section title="Trace">
        <Text size="sm" c="dimmed">
          No span of this trace is stored: none was sent, or they have expired.
        </Text>
      </Section>
    );
  const wholeMs = Math.max(...spans.map((span) => span.offsetMs + span.durationMs));
  const failed = spans.filter((span) => span.failed).length;
  return (
    <Section
      title="Trace"
      aside={
        <SegmentedControl
          size="xs"
          aria-label="How the trace is shown"
          value={view}
          onChange={(value) => setView(value as View)}
          data={[
            { value: 'waterfall', label: 'Waterfall' },
            { value: 'table', label: 'Table' },
          ]}
        />
      }
    >
      <Text size="sm" c="dimmed">
        {countOf(spans.length, 'span')} in {formatMs(wholeMs)}
        {failed > 0 ? `, ${failed} failed` : ''}
        {trace.isCut ? '; there are more, which are not shown' : ''}.
      </Text>
      {view === 'waterfall' ? <Waterfall spans={spans} wholeMs={wholeMs} /> : <SpanTable spans={spans} />}
    </Section>
  );
}

function Waterfall({ spans, wholeMs }: { spans: readonly SpanView[]; wholeMs: number }) {
  return (
    <ol className={classes.spans}>
      {spans.map((span) => (
        <li key={span.spanId}>
          <Fold summary={<Row span={span} wholeMs={wholeMs} />}>
            <Attributes span={span} />
          </Fold>
        </li>
      ))}
    </ol>
  );
}

function Row({ span, wholeMs }: { span: SpanView; wholeMs: number }) {
  const share = (ms: number) => (wholeMs === 0 ? 0 : (ms / wholeMs) * 100);
  return (
    <span className={classes.row}>
      <span className={classes.name} style={{ paddingInlineStart: `${Math.min(span.depth, 8) * 0.75}rem` }}>
        <bdi>{span.name}</bdi>
        {span.failed ? <span className={classes.failed}> failed</span> : null}
      </span>
      <span className={classes.track} aria-hidden>
        <span
          className={classes.bar}
          data-step={span.step ?? undefined}
          data-failed={span.failed || undefined}
          style={{ insetInlineStart: `${share(span.offsetMs)}%`, inlineSize: `${share(span.durationMs)}%` }}
        />
      </span>
      <span className={classes.duration}>{formatMs(span.durationMs)}</span>
    </span>
  );
}

function Attributes({ span }: { span: SpanView }) {
  return (
    <Box className={classes.attributes}>
      <Group gap="xs" mb={4}>
        {span.step === null ? null : <Badge variant="default">{span.step}</Badge>}
        <Text size="xs" c="dimmed">
          starts after {formatMs(span.offsetMs)}, span {span.spanId}
        </Text>
      </Group>
      {span.statusMessage === '' ? null : (
        <Text size="sm">
          <bdi>{span.statusMessage}</bdi>
        </Text>
      )}
      {span.attributes.length === 0 ? (
        <Text size="sm" c="dimmed">
          It has no attributes to show.
        </Text>
      ) : (
        <dl className={classes.pairs}>
          {span.attributes.map(([key, value]) => (
            <div key={key}>
              <dt>
                <bdi>{key}</bdi>
              </dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Box>
  );
}

function SpanTable({ spans }: { spans: readonly SpanView[] }) {
  return (
    <ScrollArea type="auto" viewportProps={{ tabIndex: 0 }}>
      <Table miw={480} verticalSpacing={4}>
        <TableThead>
          <TableTr>
            <TableTh>Span</TableTh>
            <TableTh>Step</TableTh>
            <TableTh ta="end">Starts after</TableTh>
            <TableTh ta="end">Takes</TableTh>
            <TableTh>Status</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {spans.map((span) => (
            <TableTr key={span.spanId}>
              <TableTd style={{ paddingInlineStart: `${Math.min(span.depth, 8) * 0.75 + 0.5}rem` }}>
                <bdi>{span.name}</bdi>
              </TableTd>
              <TableTd>{span.step ?? ''}</TableTd>
              <TableTd ta="end">{formatMs(span.offsetMs)}</TableTd>
              <TableTd ta="end">{formatMs(span.durationMs)}</TableTd>
              <TableTd>{span.failed ? 'failed' : ''}</TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </ScrollArea>
  );
}
