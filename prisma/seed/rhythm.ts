const HOUR_MS = 3_600_000;
const DAILY_GROWTH = 0.02;

/** How busy an hour is against the busiest one: office hours in UTC with a dip at noon. */
const HOUR_WEIGHTS = [
  0.03, 0.02, 0.02, 0.02, 0.04, 0.09, 0.22, 0.5, 0.85, 1, 0.98, 0.86, 0.62, 0.82, 0.95, 0.9, 0.72, 0.48, 0.3,
  0.22, 0.18, 0.14, 0.09, 0.05,
];
/** Sunday first. */
const WEEKDAY_WEIGHTS = [0.16, 0.97, 1, 0.98, 0.95, 0.82, 0.22];

/** How busy the hour that begins at `hourMs` is, relative to the others of the same period. */
export function trafficWeight(hourMs: number, periodStartMs: number): number {
  const hour = new Date(hourMs);
  const days = (hourMs - periodStartMs) / (24 * HOUR_MS);
  const ofHour = HOUR_WEIGHTS[hour.getUTCHours()] ?? 0;
  const ofDay = WEEKDAY_WEIGHTS[hour.getUTCDay()] ?? 0;
  return ofHour * ofDay * (1 + DAILY_GROWTH * days);
}

/**
 * Maps a uniform number in [0, 1) to a moment (epoch ms) of the period, so that moments fall as densely as the
 * hours are busy. Within an hour they are uniform.
 */
export function momentSampler(startMs: number, endMs: number): (u: number) => number {
  const hours: { startMs: number; lengthMs: number; until: number }[] = [];
  let total = 0;
  for (let hourMs = startMs; hourMs < endMs; hourMs += HOUR_MS) {
    const lengthMs = Math.min(HOUR_MS, endMs - hourMs);
    total += trafficWeight(hourMs, startMs) * (lengthMs / HOUR_MS);
    hours.push({ startMs: hourMs, lengthMs, until: total });
  }
  return (u) => {
    const position = u * total;
    const index = hours.findIndex(({ until }) => position < until);
    const hour = hours[index];
    if (!hour) return startMs;
    const from = hours[index - 1]?.until ?? 0;
    return Math.floor(hour.startMs + ((position - from) / (hour.until - from)) * hour.lengthMs);
  };
}
