import { describe, expect, it } from 'vitest';
import { hajekRate } from '#lib/statistics/hajek-rate.ts';
import { predictionPoweredMean } from '#lib/statistics/prediction-powered-mean.ts';
import { predictionPoweredRate } from '#lib/statistics/prediction-powered-rate.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { type TwiceLabelled, twoPhaseRate } from '#lib/statistics/two-phase-rate.ts';
import type { Interval } from '#lib/statistics/wilson-interval.ts';
import { testSize } from '../../support/test-size.ts';
import { mean, printTable } from './simulation-table.ts';

const WORLDS = testSize('correctionWorlds');
const SCORED = 1000;

const JUDGES = [
  { judge: 'good', sensitivity: 0.9, specificity: 0.95 },
  { judge: 'weak', sensitivity: 0.6, specificity: 0.8 },
  { judge: 'useless', sensitivity: 0.3, specificity: 0.7 },
];

describe(`rates with a judge, ${WORLDS} worlds a cell`, () => {
  const cells = JUDGES.flatMap((judge) =>
    [0.05, 0.2].flatMap((rate) =>
      [30, 100].flatMap((n) => [false, true].map((unequal) => simulateJudge(judge, rate, n, unequal))),
    ),
  );
  printTable(
    `coverage (mean width) of a failure rate from labels and ${SCORED} verdicts of a judge`,
    cells.map(({ coverage, width, human, wald, unequal, ...cell }) => ({
      ...cell,
      weights: unequal ? 'unequal' : 'equal',
      corrected: `${coverage.toFixed(3)} (${width.toFixed(3)})`,
      people: human.toFixed(3),
      'Wald coverage': unequal ? '-' : wald.toFixed(3),
    })),
  );

  it('cover 95 % whatever the judge is worth', () => {
    // Three standard errors of a cell's coverage.
    const slack = 3 * Math.sqrt((0.95 * 0.05) / WORLDS);
    expect(cells.filter(({ coverage }) => coverage < 0.95 - slack)).toEqual([]);
  });

  it('would not with the ordinary interval of the corrected mean', () => {
    expect(Math.min(...cells.map(({ wald }) => wald))).toBeLessThan(0.85);
  });

  it('gain from a good judge and lose little by a useless one', () => {
    const at = (judge: string) =>
      cells.find((cell) => cell.judge === judge && cell.rate === 0.2 && cell.n === 100 && !cell.unequal);
    const [good, useless] = [at('good'), at('useless')];
    expect((good?.width ?? 1) / (good?.human ?? 1)).toBeLessThan(0.75);
    expect((useless?.width ?? 9) / (useless?.human ?? 1)).toBeLessThan(1.1);
  });
});

describe(`rates from reviewers who err, ${WORLDS} worlds`, () => {
  const share = simulateReviewers({ rate: 0.15, missed: 0.25, invented: 0.08, n: 200, overlap: () => 0.3 });
  const rate = simulateReviewers({
    rate: 0.2,
    missed: 0.1,
    invented: 0.08,
    n: 300,
    overlap: (failed) => (failed ? 1 : 0.15),
  });
  printTable('bias of a rate with imperfect first labels, and coverage after correction', [
    { what: 'share of a kind, 30 % labelled twice', ...printable(share) },
    { what: 'failure rate, failures twice and 15 % of the rest', ...printable(rate) },
  ]);

  it.each([
    ['a share of failures', share],
    ['a failure rate', rate],
  ])('free %s of their error', (_name, { plainBias, correctedBias, coverage }) => {
    expect(plainBias).toBeGreaterThan(0.015);
    expect(Math.abs(correctedBias)).toBeLessThan(0.006);
    expect(coverage).toBeGreaterThan(0.93);
  });
});

function simulateJudge(
  { judge, sensitivity, specificity }: (typeof JUDGES)[number],
  rate: number,
  n: number,
  unequal: boolean,
) {
  const random = seededRandom(Math.round(1000 * rate) + n);
  const counts = { covered: 0, wald: 0, width: 0, human: 0 };
  for (let world = 0; world < WORLDS; world += 1) {
    const queries = Array.from({ length: SCORED }, (_, i) => {
      const y = random() < rate ? 1 : 0;
      const f = random() < (y === 1 ? sensitivity : 1 - specificity) ? 1 : 0;
      return { y, f, weight: 1, cluster: `q${i}` };
    });
    // Those that the judge calls bad are labelled three times as often, where unequal.
    const base = unequal ? n / (SCORED + 2 * queries.filter(({ f }) => f === 1).length) : n / SCORED;
    const labelled = queries.flatMap((query) => {
      const probability = Math.min(1, unequal && query.f === 1 ? 3 * base : base);
      return random() < probability ? [{ ...query, weight: 1 / probability }] : [];
    });
    const corrected = predictionPoweredRate(labelled, queries);
    const human = hajekRate(labelled);
    const wald = predictionPoweredMean(
      labelled,
      queries.map(({ f }) => f),
    );
    counts.covered += covers(corrected, rate);
    counts.wald += unequal ? 0 : covers(wald, rate);
    counts.width += corrected.upper - corrected.lower;
    counts.human += human.upper - human.lower;
  }
  return {
    judge,
    rate,
    n,
    unequal,
    coverage: counts.covered / WORLDS,
    width: counts.width / WORLDS,
    human: counts.human / WORLDS,
    // It knows no weights.
    wald: unequal ? 1 : counts.wald / WORLDS,
  };
}

interface Reviewers {
  readonly rate: number;
  /** How often a first label misses a positive, and finds one that is none. */
  readonly missed: number;
  readonly invented: number;
  readonly n: number;
  /** Probability of a second label, by the first. */
  overlap(positive: boolean): number;
}

function simulateReviewers({ rate, missed, invented, n, overlap }: Reviewers) {
  const random = seededRandom(n);
  const plain: number[] = [];
  const corrected: number[] = [];
  let covered = 0;
  for (let world = 0; world < 4 * WORLDS; world += 1) {
    const items = Array.from({ length: n }, (_, i): TwiceLabelled => {
      const truth = random() < rate;
      const first = truth ? random() >= missed : random() < invented;
      const overlapProbability = overlap(first);
      const gold = random() < overlapProbability ? Number(truth) : null;
      return { first: Number(first), gold, weight: 1, cluster: `q${i}`, overlapProbability };
    });
    const estimate = twoPhaseRate(items);
    plain.push(mean(items.map(({ first }) => first)));
    corrected.push(estimate.value);
    covered += covers(estimate, rate);
  }
  return {
    plainBias: mean(plain) - rate,
    correctedBias: mean(corrected) - rate,
    coverage: covered / corrected.length,
  };
}

function printable(figures: ReturnType<typeof simulateReviewers>): Record<string, string> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, value.toFixed(4)]));
}

function covers({ lower, upper }: Interval, truth: number): number {
  return lower <= truth && truth <= upper ? 1 : 0;
}
