import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { inclusionProbability, type Selection } from '../../statistics/sampling.ts';
import { checkSampling } from '../../statistics/sampling-check.ts';

export const samplingHealthSchema = z.array(
  z.object({
    queueId: z.string(),
    queue: z.string(),
    /** Queries in the random sample that the queue's fillings could have drawn. */
    sampled: z.number(),
    /** How many queries the fillings chose from, and how many the sampled ones stand for by their probabilities. */
    logged: z.number(),
    estimated: z.number(),
    /** How far the two are apart, in standard errors; from 3 on `sound` is false: the probabilities are wrong. */
    z: z.number(),
    sound: z.boolean(),
    /** Share of the weight on the heaviest query; above a fifth `topHeavy`. */
    heaviestShare: z.number(),
    topHeavy: z.boolean(),
  }),
);
export type SamplingHealth = z.output<typeof samplingHealthSchema>;

interface Run {
  queueId: string;
  queue: string;
  isScheduled: boolean;
  candidates: number;
  /** Of the sample at that time, what the run could have drawn: probabilities over all runs until then. */
  probabilities: number[];
}

/**
 * Whether the stored probabilities add up, for each queue that drew at random, newest first. Windows of scheduled
 * fillings do not overlap and are added up; of fillings by hand only the last counts. Needs no permission of its own.
 */
export async function samplingHealth(ctx: Context): Promise<SamplingHealth> {
  const runs = await readRuns(ctx);
  const queues = Map.groupBy(runs, ({ queueId }) => queueId);
  return [...queues.values()].reverse().flatMap((all) => {
    const scheduled = all.filter(({ isScheduled }) => isScheduled);
    const checked = scheduled.length > 0 ? scheduled : all.slice(-1);
    const [first] = checked;
    const logged = checked.reduce((sum, { candidates }) => sum + candidates, 0);
    const probabilities = checked.flatMap((run) => run.probabilities);
    const found = checkSampling(probabilities, logged);
    if (first === undefined || found === null) return [];
    const { estimatedTotal: estimated, ...rest } = found;
    const { queueId, queue } = first;
    return [{ queueId, queue, sampled: probabilities.length, logged, estimated, ...rest }];
  });
}

/** In the order in which they ran. */
async function readRuns(ctx: Context): Promise<Run[]> {
  const rows = await ctx.stores.controlPlane.prisma.queueRun.findMany({
    where: { queue: { projectId: ctx.project.id } },
    select: {
      queueId: true,
      windowFrom: true,
      candidates: true,
      queue: { select: { name: true } },
      selections: { select: { weight: true, threshold: true, item: { select: { queryId: true } } } },
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const soFar = new Map<string, Selection[]>();
  return rows.map(({ queueId, windowFrom, candidates, queue, selections }) => ({
    queueId,
    queue: queue.name,
    isScheduled: windowFrom !== null,
    candidates,
    probabilities: selections.flatMap(({ weight, threshold, item }) => {
      const own = [...(soFar.get(item.queryId) ?? []), { w: weight, threshold }];
      soFar.set(item.queryId, own);
      return inclusionProbability(own) ?? [];
    }),
  }));
}
