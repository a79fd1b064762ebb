import type { ComparedMetric } from './compare-schema.ts';
import { type ComparedSide, NOTHING, shareSide } from './compared-side.ts';
import { countingOf, failureRate, type LabelledAnswer, sampleOfAnswers, sharesOf } from './failure-rates.ts';
import type { Sample } from './schema.ts';

export type LabelMetric = Extract<
  ComparedMetric,
  'failure_rate' | 'missing_knowledge' | 'wrong_format' | 'weak_reasoning'
>;

export interface Labels {
  answers: readonly LabelledAnswer[];
  /** Classes of drawn queries of which nobody labelled one: there is no estimate from what was drawn. */
  unlabelledClasses: string[];
}

export interface LabelledSide {
  sample: Sample;
  unlabelledClasses: string[];
  /** The labels that a rate counts, with their weights. */
  counting: LabelledAnswer[];
  metrics: Record<LabelMetric, ComparedSide>;
}

/**
 * What the labels of two sides say, on one basis: those drawn at random alone, weighted, where neither side has only
 * others; else all labels of both, as they are. A difference of two bases would be one of how labels were chosen.
 */
export function labelledSides(a: Labels, b: Labels): [LabelledSide, LabelledSide] {
  const isRandom = [a, b].every(({ answers }) => sampleOfAnswers(answers) !== 'not_random');
  return [labelledSide(a, isRandom), labelledSide(b, isRandom)];
}

function labelledSide({ answers, unlabelledClasses }: Labels, isRandom: boolean): LabelledSide {
  const own = sampleOfAnswers(answers);
  const sample = isRandom || own === 'none' ? own : 'not_random';
  const isRefused = sample !== 'not_random' && unlabelledClasses.length > 0;
  const counting = isRefused ? [] : countingOf(answers, sample);
  const shares = sharesOf(counting);
  const share = (kind: Exclude<LabelMetric, 'failure_rate'>) => {
    const rate = shares.get(kind);
    return rate === undefined ? NOTHING : shareSide(rate);
  };
  return {
    sample,
    unlabelledClasses: isRefused ? unlabelledClasses : [],
    counting,
    metrics: {
      failure_rate: isRefused ? NOTHING : shareSide(failureRate(counting)),
      missing_knowledge: share('missing_knowledge'),
      wrong_format: share('wrong_format'),
      weak_reasoning: share('weak_reasoning'),
    },
  };
}
