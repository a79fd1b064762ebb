import type { ReviewerView } from '#lib/labelling/agreement-schema.ts';
import { type Rate, rateDisplay, rateOfCounts } from '#lib/statistics/rate.ts';

export interface ReviewerNumbers {
  /** Labels an hour of active time; null below ten timed labels, which say little. */
  pacePerHour: number | null;
  agreement: Rate;
  gold: Rate;
}

export function numbersOf(reviewer: ReviewerView): ReviewerNumbers {
  const { timedLabels, activeSeconds } = reviewer;
  const saysLittle = activeSeconds <= 0 || rateDisplay(timedLabels) === 'counts';
  return {
    pacePerHour: saysLittle ? null : (timedLabels * 3600) / activeSeconds,
    agreement: rateOfCounts(reviewer.agreeing, reviewer.joint),
    gold: rateOfCounts(reviewer.goldAgreeing, reviewer.gold),
  };
}
