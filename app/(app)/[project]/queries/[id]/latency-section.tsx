import { Text } from '@mantine/core';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { formatMs } from '../../../../_components/number-format.ts';
import { Section } from '../../../../_components/section.tsx';
import { LatencyBar, LatencySwatch, latencyParts } from '../../_components/latency-bar.tsx';
import classes from './query.module.css';

export function LatencySection({ query }: { query: QueryDetail }) {
  const { latency } = query;
  const { wholeMs, restMs } = latencyParts(latency);
  if (wholeMs === 0 && latency.firstTokenMs === null) {
    return (
      <Section title="Latency">
        <Text size="sm" c="dimmed">
          No latency was logged.
        </Text>
      </Section>
    );
  }
  return (
    <Section title="Latency">
      <LatencyBar latency={latency} fullMs={wholeMs} tall />
      <dl className={classes.facts}>
        <dt>
          <LatencySwatch of="retrieval" />
          Retrieval
        </dt>
        <dd>{msOrNot(latency.retrievalMs)}</dd>
        <dt>
          <LatencySwatch of="generation" />
          Generation
        </dt>
        <dd>{msOrNot(latency.generationMs)}</dd>
        {restMs > 0 ? (
          <>
            <dt>
              <LatencySwatch of="rest" />
              Other
            </dt>
            <dd>{formatMs(restMs)}</dd>
          </>
        ) : null}
        <dt>First token</dt>
        <dd>{msOrNot(latency.firstTokenMs)}</dd>
        <dt>Total</dt>
        <dd>{msOrNot(latency.totalMs)}</dd>
      </dl>
    </Section>
  );
}

function msOrNot(ms: number | null): string {
  return ms === null ? 'not logged' : formatMs(ms);
}
