import { type AlphaIntervalOptions, alphaInterval, MIN_ITEMS_FOR_INTERVAL } from './alpha-interval.ts';
import { coincidences } from './coincidences.ts';
import { alphaOfCoincidences, type MeasurementLevel } from './krippendorff-alpha.ts';
import { percentAgreement, type SpecificAgreement, specificAgreement } from './observed-agreement.ts';
import { jointItemCount, type RatedUnit, type Rating } from './rated-unit.ts';
import type { Interval } from './wilson-interval.ts';

/** How far alpha may be shown: not at all beside table and percent, greyed as uncertain, or in full. */
export type AgreementDisplay = 'table' | 'grey' | 'full';

export interface Agreement<V extends Rating = Rating> {
  /** Items that at least two reviewers rated. */
  readonly jointItems: number;
  readonly display: AgreementDisplay;
  /** Krippendorff's; null where it is undefined, which is not 1. */
  readonly alpha: number | null;
  /** 95 %, null below 30 joint items. */
  readonly interval: Interval | null;
  readonly percent: number | null;
  readonly specific: readonly SpecificAgreement<V>[];
}

const MIN_ITEMS_FOR_FULL = 100;

/** By the number of items that at least two reviewers rated. */
export function agreementDisplay(jointItems: number): AgreementDisplay {
  if (jointItems < MIN_ITEMS_FOR_INTERVAL) return 'table';
  return jointItems < MIN_ITEMS_FOR_FULL ? 'grey' : 'full';
}

/** Everything that must stand together: rare failures push alpha down, so it never stands alone. */
export function agreementOf<V extends Rating>(
  units: readonly RatedUnit<V>[],
  level: V extends number ? MeasurementLevel : 'nominal',
  options: AlphaIntervalOptions = {},
): Agreement<V> {
  const jointItems = jointItemCount(units);
  return {
    jointItems,
    display: agreementDisplay(jointItems),
    alpha: alphaOfCoincidences(coincidences(units), level),
    interval: alphaInterval(units, level, options),
    percent: percentAgreement(units),
    specific: specificAgreement(units),
  };
}
