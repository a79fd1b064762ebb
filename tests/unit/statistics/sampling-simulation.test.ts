import { describe, expect, it } from 'vitest';
import { type HajekRate, hajekRate } from '#lib/statistics/hajek-rate.ts';
import { nonResponseWeights } from '#lib/statistics/non-response-weights.ts';
import { inclusionProbability } from '#lib/statistics/sampling.ts';
import { horvitzThompsonTotal } from '#lib/statistics/sampling-totals.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { testSize } from '../../support/test-size.ts';
import {
  type SampledQuery,
  type Sign,
  sampleTraffic,
  simulateTraffic,
  TRUE_RATE,
} from './simulated-traffic.ts';
import { mean, printTable } from './simulation-table.ts';

const WORLDS = testSize('samplingWorlds');

/** How likely a selected query gets its label, where some kinds are answered less. */
const RESPONSE: Record<Sign, number> = { 'thumbs down': 0.98, 'zero hits': 0.9, 'low score': 0.8, none: 0.5 };

interface Weighted {
  readonly query: SampledQuery;
  readonly weight: number;
}

type Estimator = (
  sample: SampledQuery[],
  random: () => number,
  logged: number,
) => Pick<HajekRate, 'value' | 'lower' | 'upper'>;

const stored = (query: SampledQuery): number => inclusionProbability(query.selections) ?? Number.NaN;

function rate(rows: readonly Weighted[]): HajekRate {
  return hajekRate(
    rows.map(({ query, weight }) => ({ y: query.failed ? 1 : 0, weight, cluster: query.session })),
  );
}

function weighted(sample: readonly SampledQuery[], probability = stored): Weighted[] {
  return sample.map((query) => ({ query, weight: 1 / probability(query) }));
}

/** What is labelled of the sample when three tenths are never reached. */
function reached(sample: readonly SampledQuery[], place: (query: SampledQuery) => number): SampledQuery[] {
  return sample.toSorted((a, b) => place(a) - place(b)).slice(0, Math.round(0.7 * sample.length));
}

const ESTIMATORS: Record<string, Estimator> = {
  'stored probability of the union': (sample) => rate(weighted(sample)),
  'Horvitz and Thompson over the logged number': (sample, _random, logged) => {
    const items = sample.map((query) => ({ y: query.failed ? 1 : 0, probability: stored(query) }));
    const value = horvitzThompsonTotal(items).total / logged;
    return { value, lower: Number.NaN, upper: Number.NaN };
  },
  'naive share of labelled': (sample) => rate(weighted(sample, () => 1)),
  'probability of the first run only': (sample) =>
    rate(weighted(sample, (query) => inclusionProbability([query.firstRun]) ?? Number.NaN)),
  'wanted rate, cap ignored': (sample) =>
    rate(weighted(sample, ({ selections }) => Math.max(...selections.map(({ w }) => w)))),
  '30 % never reached, served by v': (sample) => rate(weighted(reached(sample, ({ v }) => v))),
  '30 % never reached, served by priority': (sample) =>
    rate(weighted(reached(sample, ({ firstRun, v }) => -10 * firstRun.w + v))),
  'response by kind, unadjusted': (sample, random) =>
    rate(weighted(sample.filter(({ sign }) => random() < RESPONSE[sign]))),
  'response by kind, adjusted': (sample, random) => {
    const items = sample.map((query) => ({
      class: query.sign,
      week: Math.floor(query.day / 7),
      probability: stored(query),
      labelled: random() < RESPONSE[query.sign],
      query,
    }));
    const result = nonResponseWeights(items);
    if ('unlabelledClasses' in result) throw new Error('a kind has no label');
    return rate([...result.weights].map(([{ query }, weight]) => ({ query, weight })));
  },
};

describe(`rates from a priority queue over ${WORLDS} simulated worlds`, () => {
  const results = simulate();

  it('has little bias and the promised coverage with stored probabilities', () => {
    for (const name of [
      'stored probability of the union',
      '30 % never reached, served by v',
      'response by kind, adjusted',
    ]) {
      const { bias, coverage } = results.get(name) ?? { bias: Number.NaN, coverage: Number.NaN };
      expect(Math.abs(bias)).toBeLessThan(0.005);
      expect(coverage).toBeGreaterThanOrEqual(0.93);
      expect(coverage).toBeLessThanOrEqual(0.99);
    }
    expect(Math.abs(results.get('Horvitz and Thompson over the logged number')?.bias ?? 1)).toBeLessThan(
      0.005,
    );
  });

  it.each([
    'naive share of labelled',
    '30 % never reached, served by priority',
    'response by kind, unadjusted',
  ])('fails with: %s', (name) => {
    const { bias, coverage } = results.get(name) ?? { bias: 0, coverage: 1 };
    expect(bias).toBeGreaterThan(0.03);
    expect(coverage).toBeLessThan(0.9);
  });

  it.each(['wanted rate, cap ignored', 'probability of the first run only'])('is biased with: %s', (name) => {
    expect(Math.abs(results.get(name)?.bias ?? 0)).toBeGreaterThan(0.006);
  });
});

function simulate(): Map<string, { bias: number; coverage: number }> {
  const random = seededRandom(13);
  const outcomes = new Map(Object.keys(ESTIMATORS).map((name) => [name, [] as ReturnType<Estimator>[]]));
  const sizes: number[] = [];
  for (let world = 0; world < WORLDS; world += 1) {
    const traffic = simulateTraffic(random);
    const sample = sampleTraffic(traffic);
    sizes.push(sample.length);
    for (const [name, estimate] of Object.entries(ESTIMATORS)) {
      outcomes.get(name)?.push(estimate(sample, random, traffic.length));
    }
  }
  const results = [...outcomes].map(([name, estimates]): [string, { bias: number; coverage: number }] => {
    const covered = estimates.filter(({ lower, upper }) => lower <= TRUE_RATE && TRUE_RATE <= upper);
    const bias = mean(estimates.map(({ value }) => value)) - TRUE_RATE;
    return [name, { bias, coverage: covered.length / WORLDS }];
  });
  printTable(
    `true rate ${TRUE_RATE.toFixed(4)}, ${mean(sizes).toFixed(0)} labels on average, ${WORLDS} worlds`,
    results.map(([name, { bias, coverage }]) => ({
      estimator: name,
      bias: bias.toFixed(4),
      coverage: name.startsWith('Horvitz') ? '-' : coverage.toFixed(3),
    })),
  );
  return new Map(results);
}
