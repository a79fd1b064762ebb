import { type Dimension, FAILURES, type Failure } from '../query-log/schema.ts';
import { failureShares } from '../statistics/failure-shares.ts';
import { type Rate, rateDisplay, rateOfCounts, rateOfOutcomes } from '../statistics/rate.ts';
import { MIN_OVERLAP, twoPhaseRate } from '../statistics/two-phase-rate.ts';
import { LOST_SHARE_FOR_BOUNDS, worstCaseBounds } from '../statistics/worst-case-bounds.ts';
import type { FailureRates } from './failure-rates-schema.ts';
import { sampleOf } from './label-sample.ts';
import { NO_NON_RESPONSE, type NonResponse, nonResponseText } from './non-response.ts';
import type { Sample } from './schema.ts';

/** A labelled query as the rates see it. */
export interface LabelledAnswer {
  /** Hash of its question: the same for all queries that ask the same. */
  question: string;
  /** What of its labels says what, by kind of failure, else by verdict; the parts sum to 1. */
  parts: ReadonlyMap<string, number>;
  /** Inclusion probability; null where it was not drawn. */
  pi: number | null;
  /** 1 / pi, times what makes up for drawn queries without a label; 1 where it was not drawn. */
  weight: number;
  dimensions: Readonly<Record<Dimension, string>>;
  /** Weeks since 1970 at its start. */
  week: number;
  cluster: string;
  /** The resolved verdict, how many labels it rests on, and what the first of them said. */
  verdict: string;
  labelCount: number;
  firstVote: string;
  /** Probability of a second label, given the first; null where nothing says so. */
  secondRate: number | null;
}

const isFailure = (vote: string): vote is Failure => (FAILURES as readonly string[]).includes(vote);

/** How much of the answer failed, and how much of it is decided at all. */
export function failedPart({ parts }: Pick<LabelledAnswer, 'parts'>): number {
  return FAILURES.reduce((sum, kind) => sum + (parts.get(kind) ?? 0), 0);
}
export const decidedPart = (answer: Pick<LabelledAnswer, 'parts'>) =>
  failedPart(answer) + (answer.parts.get('correct') ?? 0);

/** Everything but what judges add. Without labels of a whole class there are counts and the raw rate alone. */
export function failureRates(
  answers: readonly LabelledAnswer[],
  nonResponse: NonResponse = NO_NON_RESPONSE,
): Omit<FailureRates, 'judges'> {
  const sample = sampleOfAnswers(answers);
  const isWeighted = sample === 'random' || sample === 'mixed';
  const counting = countingOf(answers, sample);
  const response = isWeighted ? nonResponse : NO_NON_RESPONSE;
  const refused = response.unlabelledClasses.length > 0;
  const shown = (found: Rate): Rate => (refused ? { ...found, ...WITHOUT_VALUE } : found);
  const rate = shown(failureRate(counting));
  const raw = failureRate(answers.map(unweighted));
  const cannotTell = shown(
    rateOfOutcomes(
      counting.map((answer) => ({ ...sampled(answer), y: answer.parts.get('cannot_tell') ?? 0 })),
    ),
  );
  const lostShare = lostOf(response.skippedShare, cannotTell.value ?? 0);
  return {
    sample,
    good: shown(goodRate(answers, counting)),
    rate,
    raw,
    difference: isWeighted ? differenceText(rate, raw, sample === 'mixed') : null,
    cannotTell,
    bounds:
      rate.value !== null && lostShare > LOST_SHARE_FOR_BOUNDS
        ? worstCaseBounds(rate.value, rate.nEff, lostShare)
        : null,
    nonResponse: { ...response, lostShare, text: nonResponseText(response) },
    differing: answers.filter(({ parts }) => parts.size > 1).length,
    mix: mixOf(counting, answers.map(unweighted)).map((kind) => ({ ...kind, share: shown(kind.share) })),
    failures: answers.filter((answer) => failedPart(answer) > 0).length,
    twoPhase: refused ? null : twoPhase(counting),
  };
}

const WITHOUT_VALUE = { value: null, lower: 0, upper: 1, nEff: 0, display: 'counts' } as const;

/** Share of the weight without an outcome: skipped, or of the rest labelled "cannot tell". */
const lostOf = (skipped: number, cannotTell: number) => skipped + (1 - skipped) * cannotTell;

const RESOLVED = new Set(['correct', 'partly', 'wrong']);

/** The value rests on `counting`, the counts on all: a list cannot weigh. */
function goodRate(all: readonly LabelledAnswer[], counting: readonly LabelledAnswer[]): Rate {
  const rows = counting.filter(({ verdict }) => RESOLVED.has(verdict));
  const outcomes = rows.map((answer) => ({ ...sampled(answer), y: Number(answer.verdict === 'correct') }));
  const n = all.filter(({ verdict }) => RESOLVED.has(verdict)).length;
  const positives = all.filter(({ verdict }) => verdict === 'correct').length;
  return { ...rateOfOutcomes(outcomes), positives, n };
}

export function sampleOfAnswers(answers: readonly LabelledAnswer[]): Sample {
  return sampleOf(answers.map(({ pi }) => ({ pi, count: 1 })));
}

/** What the rates rest on: the labels drawn at random alone, weighted, where they are a sample; else all of them. */
export function countingOf(answers: readonly LabelledAnswer[], sample: Sample): LabelledAnswer[] {
  return sample === 'not_random' ? answers.map(unweighted) : answers.filter(({ pi }) => pi !== null);
}

/** Labels that were not drawn all weigh the same and stand for themselves. */
function unweighted(answer: LabelledAnswer, place: number): LabelledAnswer {
  return { ...answer, pi: null, weight: 1, cluster: String(place) };
}

const sampled = ({ weight, cluster }: LabelledAnswer) => ({ weight, cluster });

/** Failed of the decided: an answer of which only a part is decided counts with that part. */
export function failureRate(answers: readonly LabelledAnswer[]): Rate {
  const outcomes = answers.flatMap((answer) => {
    const decided = decidedPart(answer);
    const { weight, cluster } = sampled(answer);
    return decided === 0 ? [] : [{ y: failedPart(answer) / decided, weight: weight * decided, cluster }];
  });
  const rate = rateOfOutcomes(outcomes);
  const positives = answers.reduce((sum, answer) => sum + failedPart(answer), 0);
  return { ...rate, positives };
}

function mixOf(counting: readonly LabelledAnswer[], all: readonly LabelledAnswer[]): FailureRates['mix'] {
  const [shares, raw] = [sharesOf(counting), sharesOf(all)];
  return FAILURES.map((kind) => ({
    kind,
    share: shares.get(kind) ?? rateOfCounts(0, 0),
    raw: raw.get(kind) ?? rateOfCounts(0, 0),
  }));
}

/** Share of each kind among the failures; empty without failures. */
export function sharesOf(answers: readonly LabelledAnswer[]): Map<Failure, Rate> {
  const failed = answers
    .filter((answer) => failedPart(answer) > 0)
    .map((answer) => ({
      ...sampled(answer),
      kinds: new Map(FAILURES.map((kind) => [kind, answer.parts.get(kind) ?? 0])),
    }));
  const shares = failureShares(failed, FAILURES) ?? new Map();
  return new Map(
    [...shares].map(([kind, { value, lower, upper, n, nEff }]) => {
      const positives = failed.reduce((sum, { kinds }) => sum + (kinds.get(kind) ?? 0), 0);
      return [kind, { value, lower, upper, positives, n, nEff, display: rateDisplay(nEff) }];
    }),
  );
}

const MIN_DIFFERENCE = 0.005;

function differenceText(rate: Rate, raw: Rate, isMixed: boolean): string | null {
  if (rate.value === null || raw.value === null || rate.display === 'counts') return null;
  const difference = raw.value - rate.value;
  const own = `Of the labelled answers as they are, ${percent(raw.value)} failed`;
  const hand = isMixed ? ', and labels that were not drawn at random only count there' : '';
  if (Math.abs(difference) < MIN_DIFFERENCE) {
    return `${own}: weighting by how queries were drawn changes nothing here${hand}.`;
  }
  const drawn = difference > 0 ? 'more' : 'less';
  return `${own}: the queues drew failures ${drawn} often than other answers, which weighting takes back out${hand}.`;
}

const percent = (share: number) => `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} %`;

/**
 * First labels of all against what several people agreed on, or somebody decided, where a second label was asked for
 * at random. Not where some first labels never get a second one: their errors would stay unseen.
 */
function twoPhase(answers: readonly LabelledAnswer[]): FailureRates['twoPhase'] {
  const items = answers.flatMap(({ pi, weight, cluster, verdict, labelCount, firstVote, secondRate }) => {
    if (pi === null || secondRate === null || !(isFailure(firstVote) || firstVote === 'correct')) return [];
    const isGold = labelCount > 1 && verdict !== 'disputed' && verdict !== 'cannot_tell';
    const gold = isGold ? Number(verdict !== 'correct') : null;
    const first = Number(isFailure(firstVote));
    return [{ first, gold, weight, cluster, overlapProbability: secondRate }];
  });
  const overlap = items.filter(({ gold }) => gold !== null).length;
  if (overlap < MIN_OVERLAP || items.some(({ overlapProbability }) => overlapProbability <= 0)) return null;
  const { value, lower, upper, nEff } = twoPhaseRate(items);
  const weight = items.reduce((sum, item) => sum + item.weight, 0);
  const firstRate = items.reduce((sum, item) => sum + item.weight * item.first, 0) / weight;
  return { value, lower, upper, nEff, display: rateDisplay(nEff), overlap, firstRate };
}
