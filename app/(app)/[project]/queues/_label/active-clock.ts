/** A pause longer than this is not work; up to it, somebody may be reading. */
const LONGEST_PAUSE_MS = 60_000;

export interface ActiveClock {
  /** Something was done on the page: time since the last call counts, up to a minute. */
  touch(): void;
  /** The page was hidden: time until the next `touch` does not count. */
  pause(): void;
  /** Seconds of work so far. */
  seconds(): number;
}

/**
 * Counts the seconds a person works, from the first `touch` on: hidden pages and pauses over a minute are left out.
 * `now` in milliseconds.
 */
export function createActiveClock(now: () => number, startSeconds = 0): ActiveClock {
  let totalMs = startSeconds * 1000;
  let last: number | undefined;
  const sinceLast = () => (last === undefined ? 0 : Math.min(now() - last, LONGEST_PAUSE_MS));
  return {
    touch: () => {
      totalMs += sinceLast();
      last = now();
    },
    pause: () => {
      totalMs += sinceLast();
      last = undefined;
    },
    seconds: () => (totalMs + sinceLast()) / 1000,
  };
}
