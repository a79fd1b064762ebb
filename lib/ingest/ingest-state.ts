import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { type IngestCounters, newCounters } from './counters.ts';
import { GroupCommit } from './group-commit.ts';

interface IngestState {
  groupCommit: GroupCommit;
  counters: IngestCounters;
}

// The server and Next each load their own copy of this module, but there must be one writer a store.
const holder = globalThis as typeof globalThis & {
  faultlineIngest?: WeakMap<QueryLogStore, IngestState>;
};

/** The writer of a query log and its counters, made with the first call. */
export function ingestState({ queryLog }: Pick<Stores, 'queryLog'>): IngestState {
  holder.faultlineIngest ??= new WeakMap();
  let state = holder.faultlineIngest.get(queryLog);
  if (state === undefined) {
    const counters = newCounters();
    state = { groupCommit: new GroupCommit(queryLog, counters), counters };
    holder.faultlineIngest.set(queryLog, state);
  }
  return state;
}

/** What became of the events since the process started. */
export function ingestCounters(stores: Pick<Stores, 'queryLog'>): Readonly<IngestCounters> {
  return ingestState(stores).counters;
}
