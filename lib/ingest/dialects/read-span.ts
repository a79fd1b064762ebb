import type { Span } from '../otlp/span.ts';
import { faultline } from './faultline.ts';
import { genAi } from './gen-ai.ts';
import { langfuse } from './langfuse.ts';
import { openinference } from './openinference.ts';
import { opentelemetry } from './opentelemetry.ts';
import type { Dialect, Reading } from './reading.ts';
import { traceloop } from './traceloop.ts';
import { trulens } from './trulens.ts';
import { vectorStores } from './vector-stores.ts';
import { vercelAi } from './vercel-ai.ts';

/** Every dialect, in the order in which they are believed. */
export const DIALECTS: readonly Dialect[] = [
  faultline,
  genAi,
  openinference,
  vectorStores,
  traceloop,
  vercelAi,
  trulens,
  langfuse,
];

/** Where another dialect is believed first: an SDK that names a step on purpose knows better than a wrapped client. */
const FIRST: { [K in keyof Reading]?: readonly Dialect[] } = {
  kind: [langfuse, openinference, genAi],
  retrievalQuery: [genAi, openinference, traceloop],
  costUsd: [openinference],
  promptVersion: [faultline, openinference, traceloop, genAi, langfuse],
};

export interface SpanReading extends Reading {
  /** Names of the dialects the span speaks. */
  dialects: string[];
}

/** One reading of a span: of each field, what the first dialect in its order says. Tags are those of all. */
export function readSpan(span: Span): SpanReading {
  const spoken = DIALECTS.filter((dialect) => dialect.speaks(span));
  const readings = new Map(spoken.map((dialect) => [dialect, dialect.read(span)]));
  const merged: Reading = Object.assign({}, ...[...readings.values()].reverse());
  for (const [field, order] of Object.entries(FIRST)) {
    const first = order.find((dialect) => readings.get(dialect)?.[field as keyof Reading] !== undefined);
    if (first) Object.assign(merged, { [field]: readings.get(first)?.[field as keyof Reading] });
  }
  const kind = merged.kind ?? merged.impliedKind;
  return {
    ...merged,
    ...opentelemetry(span),
    ...(kind === undefined ? {} : { kind }),
    ...mergedMetadata([...readings.values()]),
    dialects: spoken.map((dialect) => dialect.name),
  };
}

function mergedMetadata(readings: readonly Reading[]): Pick<Reading, 'metadata'> {
  const sent = readings.flatMap(({ metadata }) => metadata ?? []).reverse();
  return sent.length === 0 ? {} : { metadata: Object.assign(Object.create(null), ...sent) };
}
