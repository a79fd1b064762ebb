import type { QueryListItem } from '#lib/query-log/schema.ts';
import { formatMs } from '../../../_components/number-format.ts';
import classes from './latency-bar.module.css';

type Latency = QueryListItem['latency'];

/** How a query's time divides. `restMs` is what neither part accounts for; absent where the total is unknown. */
export function latencyParts({ retrievalMs, generationMs, totalMs }: Latency) {
  const measured = (retrievalMs ?? 0) + (generationMs ?? 0);
  return {
    retrievalMs: retrievalMs ?? 0,
    generationMs: generationMs ?? 0,
    restMs: totalMs === null ? 0 : Math.max(0, totalMs - measured),
    wholeMs: Math.max(totalMs ?? 0, measured),
  };
}

/** "retrieval 120 ms, generation 1.2 s, total 1.4 s"; undefined when nothing was measured. */
export function latencyWords({ retrievalMs, generationMs, totalMs }: Latency): string | undefined {
  const parts = [
    retrievalMs === null ? [] : `retrieval ${formatMs(retrievalMs)}`,
    generationMs === null ? [] : `generation ${formatMs(generationMs)}`,
    totalMs === null ? [] : `total ${formatMs(totalMs)}`,
  ].flat();
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** Retrieval and generation drawn to scale; `fullMs` is what the whole width stands for. */
export function LatencyBar({
  latency,
  fullMs,
  tall = false,
}: {
  latency: Latency;
  fullMs: number;
  tall?: boolean;
}) {
  const { wholeMs, ...parts } = latencyParts(latency);
  if (wholeMs === 0) return null;
  // In percent: of less than a millisecond the factors would sum to less than 1, and not fill the bar.
  const width = (ms: number) => ({ flex: `${(100 * ms) / wholeMs} 0 0` });
  return (
    <div
      className={`${classes.bar} ${tall ? classes.tall : ''}`}
      role="img"
      aria-label={latencyWords(latency)}
      title={latencyWords(latency)}
      style={{ width: `${Math.max(2, (100 * wholeMs) / Math.max(fullMs, wholeMs))}%` }}
    >
      {parts.retrievalMs > 0 ? <span className={classes.retrieval} style={width(parts.retrievalMs)} /> : null}
      {parts.generationMs > 0 ? (
        <span className={classes.generation} style={width(parts.generationMs)} />
      ) : null}
      {parts.restMs > 0 ? <span className={classes.rest} style={width(parts.restMs)} /> : null}
    </div>
  );
}

export function LatencySwatch({ of }: { of: 'retrieval' | 'generation' | 'rest' }) {
  return <span className={`${classes.swatch} ${classes[of]}`} aria-hidden />;
}
