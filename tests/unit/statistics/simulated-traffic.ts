import type { Selection } from '#lib/statistics/sampling.ts';
import { samplingRun } from '#lib/statistics/sampling-run.ts';
import { selectionWeight } from '#lib/statistics/selection-weight.ts';

/** What a query shows before anyone labels it; rules match on it. */
export type Sign = 'thumbs down' | 'zero hits' | 'low score' | 'none';

export interface SimulatedQuery {
  readonly id: string;
  readonly day: number;
  readonly session: string;
  readonly sign: Sign;
  readonly failed: boolean;
  readonly u: number;
  readonly v: number;
}

const DAYS = 10;
const QUERIES_A_DAY = 600;
const INCIDENT_DAY = 6;
const INCIDENT_FACTOR = 4;
/** How often the second query of a session repeats the first in everything. */
const REPEATS = 0.3;

/** Failure rate of queries without a sign; in the second half of the incident day the other one. */
const FAILURE_RATE = 0.06;
const LATE_FAILURE_RATE = 0.28;

const SIGNS: readonly { sign: Sign; share: number; failureRate: number }[] = [
  { sign: 'thumbs down', share: 0.04, failureRate: 0.8 },
  { sign: 'zero hits', share: 0.05, failureRate: 0.6 },
  { sign: 'low score', share: 0.15, failureRate: 0.4 },
  { sign: 'none', share: 0.76, failureRate: FAILURE_RATE },
];
const QUERIES = QUERIES_A_DAY * (DAYS - 1 + INCIDENT_FACTOR);

/** The failure rate of the process that makes the traffic, by its own figures. */
export const TRUE_RATE =
  SIGNS.reduce((sum, { share, failureRate }) => sum + share * failureRate, 0) +
  ((QUERIES_A_DAY * INCIDENT_FACTOR) / 2 / QUERIES) * 0.76 * (LATE_FAILURE_RATE - FAILURE_RATE);

/** Ten days of sessions of two queries; one day has four times the volume and fails more towards its end. */
export function simulateTraffic(random: () => number): SimulatedQuery[] {
  const queries: SimulatedQuery[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    const volume = day === INCIDENT_DAY ? QUERIES_A_DAY * INCIDENT_FACTOR : QUERIES_A_DAY;
    for (let place = 0; place < volume; place += 2) {
      const late = day === INCIDENT_DAY && place >= volume / 2;
      const first = drawOutcome(random, late);
      const second = random() < REPEATS ? first : drawOutcome(random, late);
      for (const outcome of [first, second]) {
        const session = `${day}-${place}`;
        queries.push({
          id: `q${queries.length}`,
          day,
          session,
          ...outcome,
          u: 1 - random(),
          v: 1 - random(),
        });
      }
    }
  }
  return queries;
}

function drawOutcome(random: () => number, late: boolean): Pick<SimulatedQuery, 'sign' | 'failed'> {
  const { sign, failureRate } = drawSign(random());
  const rate = late && sign === 'none' ? LATE_FAILURE_RATE : failureRate;
  return { sign, failed: random() < rate };
}

function drawSign(at: number): { sign: Sign; failureRate: number } {
  let upTo = 0;
  for (const kind of SIGNS) {
    upTo += kind.share;
    if (at < upTo) return kind;
  }
  return { sign: 'none', failureRate: FAILURE_RATE };
}

export interface SampledQuery extends SimulatedQuery {
  /** Of the run that added it. */
  readonly firstRun: Selection;
  readonly selections: readonly Selection[];
}

/**
 * What the product keeps of this traffic: four rules with a cap a day, a second queue filled over all days
 * afterwards, three days run again with a higher cap.
 */
export function sampleTraffic(queries: readonly SimulatedQuery[]): SampledQuery[] {
  const sample = new Map<string, { query: SimulatedQuery; selections: Selection[] }>();
  const byDay = Map.groupBy(queries, ({ day }) => day);
  const run = (
    window: readonly SimulatedQuery[],
    rates: Partial<Record<Sign, number>>,
    cap: number,
  ): void => {
    const candidates = window.map((query) => ({ ...query, w: selectionWeight([rates[query.sign] ?? 0]) }));
    const earlier = candidates.filter(({ id }) => sample.has(id));
    const { added, selections } = samplingRun(candidates, cap, earlier);
    for (const query of added) sample.set(query.id, { query, selections: [] });
    for (const { id, w, threshold } of selections) sample.get(id)?.selections.push({ w, threshold });
  };

  const daily = { 'thumbs down': 0.6, 'zero hits': 0.2, 'low score': 0.15, none: 0.04 };
  for (const window of byDay.values()) run(window, daily, 25);
  run(queries, { 'zero hits': 0.5, 'low score': 0.1 }, 140);
  for (const day of [2, INCIDENT_DAY, 8]) run(byDay.get(day) ?? [], daily, 40);

  return [...sample.values()].flatMap(({ query, selections }) => {
    const [firstRun] = selections;
    return firstRun === undefined ? [] : [{ ...query, firstRun, selections }];
  });
}
