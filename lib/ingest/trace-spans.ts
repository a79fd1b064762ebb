import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { SpanRow } from './otlp/stored-span.ts';
import {
  type SpanKey,
  storedLinks,
  storedSpanKeys,
  storedSpans,
  type TraceKey,
  traceKey,
} from './queries/stored-traces.ts';
import { type TraceLink, traceLinkOf } from './trace-link.ts';

/** Of a larger trace the spans that started first are taken; without an end it could not be read again and again. */
const SPANS_A_TRACE = 5_000;
const BYTES_A_TRACE = 16 * 2 ** 20;
/** What is held of stored spans at once. */
const BYTES_A_SLICE = 64 * 2 ** 20;

/** All that is known of a trace: what is stored and what has just come. */
export interface TraceSpans {
  key: TraceKey;
  /** One for each span. */
  rows: SpanRow[];
  /** Whether no span of it is stored yet. */
  isNew: boolean;
  /** Whether it is larger than what is taken. */
  isCut: boolean;
  links: TraceLink[];
}

/** Traces with what has just come of each. */
export interface Touched {
  key: TraceKey;
  spans: SpanRow[];
  links: TraceLink[];
}

export class TraceReader {
  private readonly queryLog: QueryLogStore;
  private readonly touched: readonly Touched[];
  private readonly stored: ReadonlyMap<string, SpanKey[]>;

  private constructor(queryLog: QueryLogStore, touched: readonly Touched[], stored: Map<string, SpanKey[]>) {
    this.queryLog = queryLog;
    this.touched = touched;
    this.stored = stored;
  }

  static async open(queryLog: QueryLogStore, touched: readonly Touched[]): Promise<TraceReader> {
    const keys = await storedSpanKeys(
      queryLog.rowsForIngest,
      touched.map(({ key }) => key),
    );
    return new TraceReader(queryLog, touched, Map.groupBy(keys, keyOfRow));
  }

  /** The arriving spans that are stored already, or arrive more than once. */
  duplicates(): Set<SpanRow> {
    const duplicates = new Set<SpanRow>();
    for (const { key, spans } of this.touched) {
      const known = new Set(this.stored.get(traceKey(key))?.map(({ span_id }) => span_id));
      for (const span of spans) {
        if (known.has(span.span_id)) duplicates.add(span);
        known.add(span.span_id);
      }
    }
    return duplicates;
  }

  /** The traces that have a span, a slice at a time. */
  async *slices(): AsyncGenerator<TraceSpans[]> {
    let slice: Touched[] = [];
    let bytes = 0;
    for (const trace of this.touched) {
      const size = sizeOf(this.stored.get(traceKey(trace.key)) ?? []);
      if (size === 0 && trace.spans.length === 0) continue;
      slice.push(trace);
      bytes += size;
      if (bytes < BYTES_A_SLICE) continue;
      yield await this.read(slice);
      slice = [];
      bytes = 0;
    }
    if (slice.length > 0) yield await this.read(slice);
  }

  private async read(slice: readonly Touched[]): Promise<TraceSpans[]> {
    const links = Map.groupBy(
      await storedLinks(
        this.queryLog.rowsForIngest,
        slice.map(({ key }) => key),
      ),
      keyOfRow,
    );
    const rows = await this.storedRows(slice.map(({ key }) => key));
    return slice.map((trace) => {
      const key = traceKey(trace.key);
      const all = [...(rows.get(key) ?? []), ...trace.spans];
      const { kept, isCut } = withinLimits(lastEnded(all));
      const arriving = new Set(trace.links.map(({ queryId }) => queryId));
      const stored = (links.get(key) ?? []).filter(({ query_id }) => !arriving.has(query_id));
      return {
        key: trace.key,
        rows: kept,
        isNew: !this.stored.has(key),
        isCut: isCut || sizeOf(this.stored.get(key) ?? []) > BYTES_A_TRACE,
        links: [...stored.map(traceLinkOf), ...trace.links],
      };
    });
  }

  private async storedRows(keys: readonly TraceKey[]): Promise<Map<string, SpanRow[]>> {
    const [large, usual]: [TraceKey[], TraceKey[]] = [[], []];
    for (const key of keys) {
      const stored = this.stored.get(traceKey(key)) ?? [];
      if (stored.length > 0) (sizeOf(stored) > BYTES_A_TRACE ? large : usual).push(key);
    }
    const rows =
      usual.length === 0 ? [] : await storedSpans(this.queryLog.rowsForIngest, usual, SPANS_A_TRACE);
    for (const key of large) {
      const stored = this.stored.get(traceKey(key)) ?? [];
      const limit = Math.max(1, Math.floor((stored.length * BYTES_A_TRACE) / sizeOf(stored)));
      rows.push(...(await storedSpans(this.queryLog.rowsForIngest, [key], Math.min(limit, SPANS_A_TRACE))));
    }
    return Map.groupBy(rows, keyOfRow);
  }
}

function keyOfRow(row: { project_id: string; trace_id: string }): string {
  return traceKey({ projectId: row.project_id, traceId: row.trace_id });
}

function sizeOf(spans: readonly { bytes: number }[]): number {
  return spans.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** One row a span: of several the one that ended last, of equals the later. The store's merges keep the same. */
function lastEnded(rows: readonly SpanRow[]): SpanRow[] {
  const last = new Map<string, SpanRow>();
  for (const row of rows) {
    const known = last.get(row.span_id);
    if (known === undefined || isAfter(row, known)) last.set(row.span_id, row);
  }
  return [...last.values()];
}

function isAfter(row: SpanRow, known: SpanRow): boolean {
  const difference = BigInt(row.end_ns) - BigInt(known.end_ns);
  return difference > 0n || (difference === 0n && row.received_at >= known.received_at);
}

function withinLimits(rows: readonly SpanRow[]): { kept: SpanRow[]; isCut: boolean } {
  if (rows.length <= SPANS_A_TRACE && sizeOf(rows) <= BYTES_A_TRACE) return { kept: [...rows], isCut: false };
  const ordered = rows.toSorted(byStart);
  let bytes = 0;
  const end = ordered.findIndex((row, i) => {
    bytes += row.bytes;
    return i >= SPANS_A_TRACE || bytes > BYTES_A_TRACE;
  });
  return { kept: ordered.slice(0, end < 0 ? ordered.length : Math.max(1, end)), isCut: end >= 0 };
}

function byStart(a: SpanRow, b: SpanRow): number {
  const difference = BigInt(a.start_ns) - BigInt(b.start_ns);
  if (difference !== 0n) return difference < 0n ? -1 : 1;
  return a.span_id < b.span_id ? -1 : 1;
}
