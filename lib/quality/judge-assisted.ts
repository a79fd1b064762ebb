import { judgeReadiness, MIN_USEFUL_LAMBDA } from '../statistics/judge-readiness.ts';
import { type Prediction, predictionPoweredRate } from '../statistics/prediction-powered-rate.ts';
import { rateDisplay } from '../statistics/rate.ts';
import { decidedPart, failedPart, type LabelledAnswer } from './failure-rates.ts';
import type { FailureRates } from './failure-rates-schema.ts';

/** What one version of a judge said of one query. */
export interface JudgeScore {
  queryId: string;
  cluster: string;
  /** How much it holds the answer for failed, 0 to 1; null where it said nothing that can be read so. */
  f: number | null;
}

type JudgeAssisted = FailureRates['judges'][number];

/**
 * The failure rate from few labels and the scores of one version of a judge over many queries. A score that says
 * nothing stands at the judge's own mean, so that refusing pulls to neither side.
 */
export function judgeAssistedRate(
  judge: { name: string; version: string },
  scores: readonly JudgeScore[],
  labelled: ReadonlyMap<string, LabelledAnswer>,
): JudgeAssisted {
  const read = scores.flatMap(({ f }) => (f === null ? [] : [f]));
  const mean = read.reduce((sum, f) => sum + f, 0) / Math.max(1, read.length);
  const predictions: Prediction[] = scores.map(({ f, cluster }) => ({ f: f ?? mean, weight: 1, cluster }));
  const pairs = scores.flatMap(({ queryId, f }) => {
    const answer = labelled.get(queryId);
    if (answer === undefined || answer.pi === null) return [];
    const decided = decidedPart(answer);
    if (decided === 0) return [];
    const weight = decided * answer.weight;
    return [{ y: failedPart(answer) / decided, f: f ?? mean, weight, cluster: answer.cluster }];
  });
  const shared = { ...judge, pairs: pairs.length, scored: scores.length };
  const readiness = judgeReadiness(pairs.map(({ f }) => ({ judgedBad: f >= 0.5 })));
  if (!readiness.ready) return { ...shared, rate: null, note: missingText(readiness) };
  const { lambda, value, lower, upper, nEff } = predictionPoweredRate(pairs, predictions);
  if (lambda < MIN_USEFUL_LAMBDA) {
    return {
      ...shared,
      rate: null,
      note: 'The judge does not help here: its verdicts hardly go with people’s.',
    };
  }
  const silent = scores.length - read.length;
  const refused = silent / scores.length > MAX_SILENT ? ` It said nothing usable of ${silent} queries.` : '';
  return {
    ...shared,
    rate: { value, lower, upper, nEff, display: rateDisplay(nEff) },
    note: `The judge alone would say ${(mean * 100).toFixed(0)} %; ${pairs.length} labels of the same queries correct it.${refused}`,
  };
}

/** Above this share of unusable verdicts the number is told. */
const MAX_SILENT = 0.05;

function missingText({ missingBad, missingGood, missingAny }: ReturnType<typeof judgeReadiness>): string {
  const parts = [
    [missingBad, 'the judge called bad'],
    [missingGood, 'the judge called good'],
    [missingAny, 'the judge scored'],
  ] as const;
  const wanted = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} that ${what}`);
  return `Not ready to correct it: label ${wanted.join(' and ')}, drawn at random.`;
}
