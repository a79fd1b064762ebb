import type { WeightedOutcome } from '#lib/statistics/hajek-rate.ts';

export interface SampleDesign {
  readonly name: string;
  draw(random: () => number, n: number, rate: number): WeightedOutcome[];
}

/** Labels of one session: so many, and so alike. */
const SESSION_SIZE = 4;
const SESSION_CORRELATION = 0.3;

/** Shares of a sample from a priority queue by the probability with which each was drawn. */
const PRIORITY_CLASSES = [
  { share: 0.4, probability: 0.6 },
  { share: 0.25, probability: 0.2 },
  { share: 0.35, probability: 0.1 },
];
/** How much the log odds of failing change from one class to the next. */
const PRIORITY_STEP = 1.2;

/** Samples as the queues make them, and worse: whatever the design, the traffic fails at `rate`. */
export const DESIGNS: readonly SampleDesign[] = [
  ...[1, 2, 4].flatMap((designEffect) => [
    { name: `deff ${designEffect}`, draw: logNormal(designEffect, 1) },
    { name: `deff ${designEffect}, sessions`, draw: logNormal(designEffect, SESSION_SIZE) },
  ]),
  { name: 'priority', draw: byClass(-PRIORITY_STEP) },
  { name: 'anti', draw: byClass(PRIORITY_STEP) },
];

/** Log-normal weights that have nothing to do with the outcome. */
function logNormal(designEffect: number, sessionSize: number): SampleDesign['draw'] {
  const sigma = Math.sqrt(Math.log(designEffect));
  return (random, n, rate) => {
    let sessionRate = rate;
    return Array.from({ length: n }, (_, i) => {
      if (sessionSize > 1 && i % sessionSize === 0) sessionRate = drawBeta(random, rate);
      return {
        y: random() < sessionRate ? 1 : 0,
        weight: Math.exp(sigma * drawNormal(random)),
        cluster: `s${Math.floor(i / sessionSize)}`,
      };
    });
  };
}

/** Three classes of weight; the heavier class fails more, or less, by `step` in log odds. */
function byClass(step: number): SampleDesign['draw'] {
  const rates = new Map<number, number[]>();
  return (random, n, rate) => {
    const classRates = rates.get(rate) ?? ratesOfClasses(rate, step);
    rates.set(rate, classRates);
    return Array.from({ length: n }, (_, i) => {
      const drawn = drawClass(random());
      const failed = random() < (classRates[drawn] ?? 0);
      return { y: failed ? 1 : 0, weight: 1 / (PRIORITY_CLASSES[drawn]?.probability ?? 1), cluster: `s${i}` };
    });
  };
}

/** The failure rates of the classes, one step apart, that give the traffic its rate; by bisection. */
function ratesOfClasses(rate: number, step: number): number[] {
  const weights = PRIORITY_CLASSES.map(({ share, probability }) => share / probability);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const ratesFrom = (start: number) => weights.map((_, i) => 1 / (1 + Math.exp(-(start + i * step))));
  let [low, high] = [-20, 20];
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    const mean = ratesFrom(middle).reduce((sum, own, i) => sum + own * (weights[i] ?? 0), 0) / total;
    if (mean < rate) low = middle;
    else high = middle;
  }
  return ratesFrom(low);
}

function drawClass(at: number): number {
  let upTo = 0;
  return Math.max(
    0,
    PRIORITY_CLASSES.findIndex(({ share }) => {
      upTo += share;
      return at < upTo;
    }),
  );
}

/** Beta with this mean and the sessions' correlation 1 / (a + b + 1): Jöhnk's method. */
function drawBeta(random: () => number, mean: number): number {
  const size = 1 / SESSION_CORRELATION - 1;
  for (;;) {
    const x = random() ** (1 / (mean * size));
    const y = random() ** (1 / ((1 - mean) * size));
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}

/** Box and Muller. */
function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
