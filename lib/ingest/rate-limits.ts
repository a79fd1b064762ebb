import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { KeyIdentity } from '#lib/auth/api-keys.ts';
import { AppError } from '#lib/platform/errors.ts';
import { logger } from '#lib/platform/logger.ts';

const WINDOW_SECONDS = 60;

/** What counts events: adds (or takes back) and says how many the running window holds and when it ends. */
export type EventCounter = Pick<RateLimiterMemory, 'penalty' | 'reward'>;

type Sender = Pick<KeyIdentity, 'keyId' | 'eventsPerMinute'> & {
  project: Pick<KeyIdentity['project'], 'id' | 'name' | 'eventsPerMinute'>;
};

/**
 * Holds each key and each project to its events a minute. A window of a minute begins with the first event after
 * the last one ended; what was refused does not count. In memory: each process counts for itself.
 */
export class RateLimits {
  private readonly counter: EventCounter;

  constructor(options: { counter?: EventCounter } = {}) {
    // `points` has no meaning here: every key and project has a limit of its own.
    this.counter = options.counter ?? new RateLimiterMemory({ points: 1, duration: WINDOW_SECONDS });
  }

  /**
   * Counts `events` in, or throws `too_many` with the seconds after which there is room, `too_large` where there
   * never will be. Should the counting itself fail, events go through: a fault of ours must not lose them.
   */
  async take(sender: Sender, events: number): Promise<void> {
    const limits = limitsOf(sender);
    const tooSmall = limits.find(({ perMinute }) => events > perMinute);
    if (tooSmall !== undefined)
      throw new AppError(
        'too_large',
        `The batch holds ${events} events, and ${tooSmall.whose} may send ${tooSmall.perMinute} a minute. Send smaller batches.`,
      );
    const refusal = await this.count(limits, events).catch((error: unknown) => {
      logger.error({ err: error }, 'the rate limits could not be checked; events are let through');
    });
    if (refusal !== undefined) throw refusal;
  }

  private async count(limits: readonly Limit[], events: number): Promise<AppError | undefined> {
    const counts = await Promise.all(limits.map(({ key }) => this.counter.penalty(key, events)));
    const exceeded = limits
      .map((limit, i) => ({
        ...limit,
        used: counts[i]?.consumedPoints ?? 0,
        waitMs: counts[i]?.msBeforeNext ?? 0,
      }))
      .filter(({ used, perMinute }) => used > perMinute)
      .sort((a, b) => b.waitMs - a.waitMs);
    const [longest] = exceeded;
    if (longest === undefined) return undefined;
    await Promise.all(limits.map(({ key }) => this.counter.reward(key, events)));
    return new AppError(
      'too_many',
      `More than the ${longest.perMinute} events a minute that ${longest.whose} may send.`,
      { retryAfterSeconds: Math.max(1, Math.ceil(longest.waitMs / 1000)) },
    );
  }
}

interface Limit {
  key: string;
  perMinute: number;
  whose: string;
}

function limitsOf({ keyId, eventsPerMinute, project }: Sender): Limit[] {
  const limits: Limit[] = [];
  if (eventsPerMinute !== null)
    limits.push({ key: `key:${keyId}`, perMinute: eventsPerMinute, whose: 'this API key' });
  if (project.eventsPerMinute !== null)
    limits.push({
      key: `project:${project.id}`,
      perMinute: project.eventsPerMinute,
      whose: `the project ${project.name}`,
    });
  return limits;
}
