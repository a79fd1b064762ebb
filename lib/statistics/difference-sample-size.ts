import { robbinsMultiplier } from './always-valid.ts';
import { Z_95 } from './wilson-interval.ts';

/** The 0.8 quantile of the normal distribution: with this power a difference is found four times in five. */
const Z_POWER = 0.8416212335729143;

export interface ExpectedRate {
  readonly rate: number;
  /** How many labels are worth one independent, equally weighted label: n / nEff; 1 when left out. */
  readonly designEffect?: number;
}

/**
 * Independent labels needed on each side to see, at 5 % and with 80 % power, that two rates of different
 * traffic differ. Throws RangeError on equal rates. Fleiss, Levin and Paik (2003), chapter 4.
 */
export function labelsPerSide(first: ExpectedRate, second: ExpectedRate): number {
  const variance = spread(first) + spread(second);
  return Math.ceil(((Z_95 + Z_POWER) ** 2 * variance) / distance(first.rate - second.rate) ** 2);
}

/**
 * Questions needed under both systems to see a difference, when a share `discordance` of them has different
 * outcomes. Throws RangeError when the difference is 0 or exceeds the discordance.
 * Connor, Biometrics 43 (1987).
 */
export function pairsNeeded(discordance: number, difference: number): number {
  if (!(discordance <= 1 && Math.abs(difference) <= discordance)) {
    throw new RangeError(`a difference of ${difference} needs a discordance between it and 1`);
  }
  const root = Z_95 * Math.sqrt(discordance) + Z_POWER * Math.sqrt(discordance - difference ** 2);
  return Math.ceil((root / distance(difference)) ** 2);
}

/** How many times as many labels the always-valid interval needs. */
export const ALWAYS_VALID_FACTOR = ((robbinsMultiplier(200) + Z_POWER) / (Z_95 + Z_POWER)) ** 2;

/**
 * "n more labels are needed to see a difference of x": labels still missing on a side that has `n`, worth `nEff`,
 * when `required` independent ones are needed. Never below 0. Without labels each is taken for independent.
 */
export function moreLabelsNeeded(
  required: number,
  have: { readonly n: number; readonly nEff: number },
): number {
  const designEffect = have.nEff > 0 ? have.n / have.nEff : 1;
  return Math.max(0, Math.ceil(required * designEffect - 1e-9) - have.n);
}

function spread({ rate, designEffect = 1 }: ExpectedRate): number {
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`a rate lies between 0 and 1, not at ${rate}`);
  return rate * (1 - rate) * designEffect;
}

function distance(difference: number): number {
  if (difference === 0) throw new RangeError('no number of labels shows a difference of 0');
  return Math.abs(difference);
}
