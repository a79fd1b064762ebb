import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { answerRules } from '#lib/quality/answer-rules.ts';
import { IngestCounters } from './counters.ts';
import { EventCounts } from './event-counts.ts';
import { GroupCommit } from './group-commit.ts';

interface IngestState {
  groupCommit: GroupCommit;
  counters: IngestCounters;
  eventCounts: EventCounts;
}

// The server and Next each load their own copy of this module, but there must be one writer a store.
const holder = globalThis as typeof globalThis & {
  faultlineIngest?: WeakMap<QueryLogStore, IngestState>;
};

/** The writer of a query log and its counters, made with the first call. */
export function ingestState({
  queryLog,
  controlPlane,
}: Pick<Stores, 'queryLog' | 'controlPlane'>): IngestState {
  holder.faultlineIngest ??= new WeakMap();
  let state = holder.faultlineIngest.get(queryLog);
  if (state === undefined) {
    const eventCounts = new EventCounts(queryLog);
    const counters = new IngestCounters(eventCounts);
    state = {
      groupCommit: new GroupCommit(queryLog, counters, {
        samplingSecretOf: samplingSecrets(controlPlane),
        answerRulesOf: (projectId) => answerRules(controlPlane, projectId),
      }),
      counters,
      eventCounts,
    };
    holder.faultlineIngest.set(queryLog, state);
  }
  return state;
}

/** The secret of each project's sampling, asked for once: it never changes. Undefined where the project is gone. */
function samplingSecrets({
  prisma,
}: Stores['controlPlane']): (projectId: string) => Promise<string | undefined> {
  const known = new Map<string, string>();
  return async (projectId) => {
    let secret = known.get(projectId);
    if (secret === undefined) {
      const project = await prisma.project.findUnique({ where: { id: projectId } });
      if (project === null) return undefined;
      secret = project.samplingSecret;
      known.set(projectId, secret);
    }
    return secret;
  };
}
