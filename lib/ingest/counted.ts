import type { Context } from '#lib/platform/context.ts';
import { type EventOutcomes, type EventUnit, UNAVAILABLE } from './counters.ts';
import { ingestState } from './ingest-state.ts';

/**
 * Runs `work`, which stores `sent` events, and counts what it says became of them. Where it throws, none was taken:
 * those still open count as `unavailable`, beside `rejected`, the reasons of those that were refused before. With none
 * sent nothing is counted.
 */
export async function counted<T>(
  ctx: Context,
  unit: EventUnit,
  { sent, rejected = [] }: { sent: number; rejected?: readonly string[] },
  work: () => Promise<{ answer: T } & Pick<EventOutcomes, 'accepted' | 'duplicates' | 'conflicting'>>,
): Promise<T> {
  if (sent === 0) return (await work()).answer;
  const { counters } = ingestState(ctx.stores);
  const at = ctx.now().getTime();
  const projectId = ctx.project.id;
  try {
    const { answer, ...outcomes } = await work();
    counters.count(projectId, unit, { sent, rejected, ...outcomes }, at);
    return answer;
  } catch (error) {
    const open = Array.from({ length: sent - rejected.length }, () => UNAVAILABLE);
    const outcomes = { sent, accepted: 0, duplicates: 0, rejected: [...rejected, ...open] };
    counters.count(projectId, unit, outcomes, at);
    throw error;
  }
}
