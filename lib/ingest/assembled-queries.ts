import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { AnswerRules } from '#lib/quality/answer-rules.ts';
import type { Alias } from './aliases.ts';
import { type EventNotes, newNotes } from './event-notes.ts';
import { EventRejection } from './event-rejection.ts';
import { joinedQuery } from './joined-query.ts';
import { type AssembledQuery, type AssembledScore, assembleTrace } from './otlp/assemble-trace.ts';
import { spanOfRow } from './otlp/stored-span.ts';
import { type PreparedEvent, preparedEvent } from './prepared-event.ts';
import { quarantineRow } from './quarantine-row.ts';
import { idKey } from './queries/known-ids.ts';
import { type KnownQuery, knownQueries } from './queries/known-queries.ts';
import type { TraceKey } from './queries/stored-traces.ts';
import { type ScoreRow, scoreRow } from './score-row.ts';
import { storedRetrievals } from './stored-retrievals.ts';
import type { QuarantineRow } from './submission.ts';
import type { TraceLink } from './trace-link.ts';
import type { TraceSpans } from './trace-spans.ts';

const DAY_MS = 86_400_000;

/** What the spans of some traces make. */
export interface Assembled {
  queries: PreparedEvent[];
  /** The links whose queries are among them; what they sent is part of those. */
  joined: Set<TraceLink>;
  /** Ids that were sent for a query that is stored under another, and are not known yet. */
  aliases: Alias[];
  scores: ScoreRow[];
  quarantine: QuarantineRow[];
  /** Traces whose first spans make no query. */
  withoutQuery: TraceKey[];
}

export interface AssemblyContext {
  samplingSecretOf: (projectId: string) => Promise<string | undefined>;
  answerRulesOf: (projectId: string) => Promise<AnswerRules>;
  /** How long spans are kept: a query older than its spans is not made again from what comes late. */
  spanDays: number;
}

/**
 * The queries of the traces as they are to be stored: under the id and hour that each is known by, with a version
 * above the last. Where JSON names the trace its fields win. A trace that makes no query yet is left out.
 */
export async function assembledQueries(
  queryLog: QueryLogStore,
  traces: readonly TraceSpans[],
  context: AssemblyContext,
): Promise<Assembled> {
  const result: Assembled = {
    queries: [],
    joined: new Set(),
    aliases: [],
    scores: [],
    quarantine: [],
    withoutQuery: [],
  };
  const drafts: Draft[] = [];
  for (const trace of traces) {
    const samplingSecret = await context.samplingSecretOf(trace.key.projectId);
    // The project is gone.
    if (samplingSecret === undefined) continue;
    const rules = await context.answerRulesOf(trace.key.projectId);
    const found = draftsOf(trace, { samplingSecret, rules });
    drafts.push(...found.drafts);
    result.scores.push(...scoreRows(trace, found.scores));
    if (found.drafts.length === 0 && trace.isNew) result.withoutQuery.push(trace.key);
  }
  const known = await knownQueries(queryLog, drafts.flatMap(idsOf));
  for (const draft of drafts) addQuery(result, draft, known, context);
  return result;
}

interface Draft {
  trace: TraceSpans;
  query: AssembledQuery;
  id: string;
  link: TraceLink | undefined;
  dialect: string;
  notes: EventNotes;
  samplingSecret: string;
  rules: AnswerRules;
  /** Arrival of the last of its trace, in epoch ms: by it a query that lags behind its spans is found. */
  receivedMs: number;
}

function draftsOf(
  trace: TraceSpans,
  project: Pick<Draft, 'samplingSecret' | 'rules'>,
): { drafts: Draft[]; scores: readonly AssembledScore[] } {
  const spans = trace.rows.map(spanOfRow);
  const { queries, scores, dialects } = assembleTrace(spans.map(({ span }) => span));
  const notesBySpan = new Map(spans.map(({ span, notes }) => [span.spanId, notes]));
  const ids = new Set(queries.map((query) => assembledId(query, trace)));
  const receivedMs = Math.max(
    ...trace.rows.map((row) => row.received_at),
    ...trace.links.map((link) => link.receivedMs),
  );
  const drafts = queries.map((query) => {
    const id = assembledId(query, trace);
    const link = linkOf(id, trace, ids);
    const notes = unitedNotes([
      ...query.spanIds.flatMap((spanId) => notesBySpan.get(spanId) ?? []),
      ...(link === undefined ? [] : [link.notes]),
    ]);
    if (trace.isCut) notes.marks.add('spans_cut');
    const dialect = link === undefined ? `otlp:${dialects.join('+') || 'unknown'}` : 'json';
    return { trace, query, id, link, dialect, notes, ...project, receivedMs };
  });
  return { drafts, scores };
}

function assembledId({ event }: AssembledQuery, { key }: TraceSpans): string {
  return event.id ?? key.traceId;
}

/** What JSON said of the query: under its id, else the first that names its trace and no other query in it. */
function linkOf(id: string, { key, links }: TraceSpans, ids: ReadonlySet<string>): TraceLink | undefined {
  const ordered = links.toSorted((a, b) => a.receivedMs - b.receivedMs || (a.queryId < b.queryId ? -1 : 1));
  const own = ordered.find((link) => link.queryId === id);
  if (own !== undefined || id !== key.traceId) return own;
  return ordered.find((link) => !ids.has(link.queryId));
}

function unitedNotes(all: readonly EventNotes[]): EventNotes {
  const united = newNotes();
  for (const { marks, cutLengths } of all) {
    for (const mark of marks) united.marks.add(mark);
    for (const [path, bytes] of cutLengths) united.cutLengths.set(path, bytes);
  }
  return united;
}

function idsOf({ trace, id, link, query }: Draft): { projectId: string; id: string }[] {
  const ids = [id, ...query.aliases, ...(link === undefined ? [] : [link.queryId])];
  return ids.map((each) => ({ projectId: trace.key.projectId, id: each }));
}

function addQuery(
  result: Assembled,
  draft: Draft,
  known: ReadonlyMap<string, KnownQuery>,
  context: AssemblyContext,
): void {
  const { trace, link, receivedMs } = draft;
  const { projectId } = trace.key;
  const knownById = (id: string) => known.get(idKey(projectId, id));
  const bySpans = knownById(draft.id);
  // JSON without a trace id: nothing says that the spans belong to it, but their id is taken.
  if (link === undefined && bySpans !== undefined && bySpans.contentHash !== '') return;
  const isOutlived =
    trace.isNew && bySpans !== undefined && bySpans.receivedMs < receivedMs - context.spanDays * DAY_MS;
  if (isOutlived) return;
  const id = bySpans === undefined ? (link?.queryId ?? draft.id) : bySpans.sameAs || draft.id;
  const query = prepared(draft, id, result);
  if (query === undefined) return;
  const stored = knownById(id);
  query.row.version = Math.max(receivedMs, (stored?.version ?? 0) + 1);
  if (stored !== undefined) query.row.bucket = stored.bucketSeconds;
  query.row.content_hash = link?.contentHash ?? '';
  result.queries.push(query);
  const others = draft.query.aliases.map((alias) => ({ id: alias, contentHash: '' }));
  if (link !== undefined) {
    result.joined.add(link);
    others.push({ id: link.queryId, contentHash: link.contentHash });
  }
  for (const other of others)
    if (other.id !== id && knownById(other.id) === undefined)
      result.aliases.push({ projectId, sameAs: id, ...other });
}

function prepared(draft: Draft, id: string, result: Assembled): PreparedEvent | undefined {
  const { trace, query, link, dialect, notes, samplingSecret, rules, receivedMs } = draft;
  const { projectId, traceId } = trace.key;
  const sent = link === undefined ? query.event : joinedQuery(query.event, link.event);
  // Its content may not be recorded, or come with another span.
  const question = link?.event.messages == null ? '' : undefined;
  const raw = structuredClone({ question, ...sent, id, traceId });
  try {
    const arrival = { projectId, samplingSecret, origin: 'live', dialect, receivedMs, rules } as const;
    const prepared = preparedEvent(raw, arrival, notes);
    const { json, chunks } = storedRetrievals(query, link?.event.hits == null);
    prepared.row.retrievals = json;
    prepared.chunks.push(...chunks);
    return prepared;
  } catch (error) {
    if (!(error instanceof EventRejection)) throw error;
    result.quarantine.push(quarantineRow(error, { raw, id, projectId, receivedMs, notes }));
    return undefined;
  }
}

/** Invalid scores are left out: an evaluator's span may name one without a value. */
function scoreRows({ key, rows }: TraceSpans, scores: readonly AssembledScore[]): ScoreRow[] {
  const receivedMs = Math.max(...rows.map((row) => row.received_at));
  return scores.flatMap((score) => {
    try {
      return [scoreRow(structuredClone(score), { projectId: key.projectId, receivedMs }, newNotes())];
    } catch (error) {
      if (error instanceof EventRejection) return [];
      throw error;
    }
  });
}
