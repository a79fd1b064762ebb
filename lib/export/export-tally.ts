import { EXCLUSIONS, type Exclusion } from './exclusions.ts';
import { SPLITS, type Split } from './format.ts';
import type { Counts } from './schema.ts';
import type { AnswerSource } from './training-example.ts';

const REASONS = Object.keys(EXCLUSIONS) as Exclusion[];
const EXPORTED = 0;
const UNSEEN = 255;

/** What became of each candidate, by its place. A byte for each, so that there may be very many. */
export class ExportTally {
  private readonly outcomes: Uint8Array;
  private readonly details: Uint8Array;

  constructor(candidates: number) {
    this.outcomes = new Uint8Array(candidates).fill(UNSEEN);
    this.details = new Uint8Array(candidates);
  }

  take(place: number, { side, source }: { side: Split; source: AnswerSource | null }): void {
    this.outcomes[place] = EXPORTED;
    this.details[place] = SPLITS.indexOf(side) + (source === 'ideal' ? 4 : source === 'correct' ? 8 : 0);
  }

  exclude(place: number, reason: Exclusion): void {
    this.outcomes[place] = 1 + REASONS.indexOf(reason);
  }

  isExported(place: number): boolean {
    return this.outcomes[place] === EXPORTED;
  }

  sideOf(place: number): Split {
    return SPLITS[(this.details[place] ?? 0) % 4] ?? 'train';
  }

  /** Why a candidate is not exported; undefined where it is, or was not looked at. */
  reasonOf(place: number): Exclusion | undefined {
    return REASONS[(this.outcomes[place] ?? UNSEEN) - 1];
  }

  /** Every query that matches is exported or left out for one reason; `matching` counts those without a label too. */
  counts(matching: number, hasSides: boolean): Counts {
    const sides = { train: 0, validation: 0, test: 0 };
    const counts: Counts = {
      matching,
      exported: 0,
      idealAnswers: 0,
      correctAnswers: 0,
      sides: hasSides ? sides : null,
      excluded: {},
    };
    const excluded = new Map<Exclusion, number>();
    const unlabelled = matching - this.outcomes.length;
    if (unlabelled > 0) excluded.set('no_label', unlabelled);
    for (let place = 0; place < this.outcomes.length; place++) {
      const reason = this.reasonOf(place);
      if (reason !== undefined) excluded.set(reason, (excluded.get(reason) ?? 0) + 1);
      if (!this.isExported(place)) continue;
      const detail = this.details[place] ?? 0;
      counts.exported += 1;
      sides[this.sideOf(place)] += 1;
      if (detail >= 8) counts.correctAnswers += 1;
      else if (detail >= 4) counts.idealAnswers += 1;
    }
    counts.excluded = Object.fromEntries([...excluded].sort(([a], [b]) => (a < b ? -1 : 1)));
    return counts;
  }
}
