import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { EventCounts } from './event-counts.ts';

/** What is counted one by one; each obeys sent = accepted + duplicates + rejected. */
export const EVENT_UNITS = ['query', 'span', 'log_record', 'score', 'feedback', 'chunk'] as const;
export type EventUnit = (typeof EVENT_UNITS)[number];

/** What became of the events of one request. */
export interface EventOutcomes {
  /** How many the request held, counted before anything was done with them. */
  sent: number;
  accepted: number;
  duplicates: number;
  /** Among the duplicates: the id was known with other content, and the first content stays. */
  conflicting?: number;
  /** The code of the reason for each rejected one. */
  rejected?: readonly string[];
}

/** The reason of events that no store took: their sender was told to send them again. */
export const UNAVAILABLE = 'unavailable';

/** What ingest counts: since the process started for Prometheus, and by hour in the query log. */
export class IngestCounters {
  /** Of the process alone: nothing in it tells of a project. */
  readonly process = new Registry();
  private readonly projects = new Map<string, ProjectCounters>();
  private readonly commits = new Counter({
    name: 'faultline_commits_total',
    help: 'Group commits of the process, by outcome.',
    labelNames: ['outcome'],
    registers: [this.process],
  });
  private readonly counts: EventCounts;

  constructor(counts: EventCounts) {
    this.counts = counts;
    collectDefaultMetrics({ register: this.process });
  }

  ofProject(projectId: string): ProjectCounters {
    let counters = this.projects.get(projectId);
    if (counters === undefined) {
      counters = new ProjectCounters();
      this.projects.set(projectId, counters);
    }
    return counters;
  }

  /** A group commit was stored: how many queries of each project it held. */
  commitStored(queriesByProject: ReadonlyMap<string, number>): void {
    this.commits.inc({ outcome: 'stored' });
    for (const [projectId, queries] of queriesByProject)
      if (queries > 0) this.ofProject(projectId).commitQueries.observe(queries);
  }

  commitFailed(): void {
    this.commits.inc({ outcome: 'failed' });
  }

  /** `at`: arrival in epoch ms. */
  count(projectId: string, unit: EventUnit, outcomes: EventOutcomes, at: number): void {
    this.ofProject(projectId).count(unit, outcomes);
    const { accepted, duplicates, conflicting = 0, rejected = [] } = outcomes;
    const add = (outcome: string, events: number, reason = '') =>
      this.counts.add({ projectId, unit, outcome, reason }, events, at);
    add('accepted', accepted);
    add('duplicate', duplicates - conflicting);
    add('duplicate', conflicting, 'conflict');
    for (const [reason, { length }] of byReason(rejected)) add('rejected', length, reason);
  }

  /** Log records that say nothing of a query: they are taken and dropped, and count among no events. */
  countIgnored(projectId: string, records: number, at: number): void {
    this.ofProject(projectId).ignored.inc(records);
    this.counts.add({ projectId, unit: 'log_record', outcome: 'ignored', reason: '' }, records, at);
  }

  /** Traces that held neither a model nor a retrieval, and so made no query. */
  countNoQuery(projectId: string, traces: number, at: number): void {
    this.ofProject(projectId).notAQuery.inc(traces);
    this.counts.add({ projectId, unit: 'trace', outcome: 'not_a_query', reason: '' }, traces, at);
  }
}

/** The counters of one project in a registry of its own, so that nobody reads those of another. */
export class ProjectCounters {
  readonly registry = new Registry();
  private readonly registers = [this.registry];
  private readonly sent = this.counter('events_sent_total', 'Events that requests held.', ['unit']);
  private readonly accepted = this.counter('events_accepted_total', 'Events stored on disk.', ['unit']);
  private readonly duplicates = this.counter('events_duplicates_total', 'Events known already.', ['unit']);
  private readonly conflicting = this.counter(
    'events_conflicting_total',
    'Among the duplicates: known with other content, the first of which stays.',
    ['unit'],
  );
  private readonly rejected = this.counter(
    'events_rejected_total',
    'Events not stored, by reason; "unavailable": no store took them and the sender was told to send again.',
    ['unit', 'reason'],
  );
  readonly ignored = this.counter(
    'log_records_ignored_total',
    'Log records that are no evaluations: neither stored nor counted as sent.',
    [],
  );
  readonly notAQuery = this.counter(
    'traces_not_a_query_total',
    'Traces without a model or a retrieval, which make no query.',
    [],
  );
  /** From the arrival of a request to its answer, which is when what it sent can be read. */
  readonly requestSeconds = new Histogram({
    name: 'faultline_ingest_request_seconds',
    help: 'From the arrival of a request to its answer: what it sent can then be read.',
    labelNames: ['route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: this.registers,
  });
  readonly commitQueries = new Histogram({
    name: 'faultline_commit_queries',
    help: 'Queries of this project in a group commit.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000],
    registers: this.registers,
  });

  constructor() {
    for (const unit of EVENT_UNITS)
      for (const counter of [this.sent, this.accepted, this.duplicates, this.conflicting])
        counter.inc({ unit }, 0);
  }

  count(
    unit: EventUnit,
    { sent, accepted, duplicates, conflicting = 0, rejected = [] }: EventOutcomes,
  ): void {
    this.sent.inc({ unit }, sent);
    this.accepted.inc({ unit }, accepted);
    this.duplicates.inc({ unit }, duplicates);
    this.conflicting.inc({ unit }, conflicting);
    for (const reason of rejected) this.rejected.inc({ unit, reason });
  }

  private counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name: `faultline_${name}`, help, labelNames, registers: [this.registry] });
  }
}

function byReason(reasons: readonly string[]): Map<string, string[]> {
  return Map.groupBy(reasons, (reason) => reason);
}
