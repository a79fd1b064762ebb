import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cohenKappa } from '#lib/statistics/cohen-kappa.ts';
import { valuesOf } from '#lib/statistics/coincidences.ts';
import { confusionTable, countsOf } from '#lib/statistics/confusion-table.ts';
import { fleissKappa } from '#lib/statistics/fleiss-kappa.ts';
import { krippendorffAlpha, type MeasurementLevel } from '#lib/statistics/krippendorff-alpha.ts';
import type { RatedUnit, Rating } from '#lib/statistics/rated-unit.ts';
import { unitsOf } from './rated-units.ts';

const folder = process.env.FAULTLINE_REAL_DATA;
const reason = folder === undefined ? ' (skipped: FAULTLINE_REAL_DATA names no folder)' : '';

interface Oracle {
  id: string;
  ratings_by_item?: number[][];
  counts_by_item?: number[][];
  confusion?: number[][];
  ratings_by_coder?: (Rating | null)[][];
  triples?: [string, string, string][];
  rater2?: number[];
  rater3?: number[];
  expected: Record<string, number | number[]>;
}

/** Published figures are rounded: half a unit of the last digit that was printed, at most 1e-9 apart beyond it. */
function expectPublished(actual: number | null | undefined, published: number | number[] | undefined): void {
  if (typeof published !== 'number' || typeof actual !== 'number') {
    throw new TypeError(`${actual} cannot be compared with ${published}`);
  }
  const decimals = String(published).split('.')[1]?.length ?? 0;
  expect(Math.abs(actual - published)).toBeLessThanOrEqual(0.5 * 10 ** -decimals + 1e-9);
}

describe.skipIf(folder === undefined)(`published agreement figures${reason}`, () => {
  const cases = folder === undefined ? new Map<string, Oracle>() : readCases(folder);
  const oracle = (id: string): Oracle => {
    const found = cases.get(id);
    if (found === undefined) throw new Error(`the folder has no case ${id}`);
    return found;
  };

  it('Fleiss 1971, diagnoses', () => {
    const { ratings_by_item: items = [], expected } = oracle('fleiss1971_diagnoses');
    const categories = [...new Set(items.flat())];
    const counts = items.map((ratings) =>
      categories.map((category) => ratings.filter((rating) => rating === category).length),
    );
    expect(items).toHaveLength(30);
    expectPublished(fleissKappa(counts), expected.fleiss_kappa);
  });

  it('Fleiss, ten subjects', () => {
    const { counts_by_item: counts = [], expected } = oracle('fleiss_wikipedia');
    expectPublished(fleissKappa(counts), expected.fleiss_kappa);
  });

  it('Cohen, SAS', () => {
    const { confusion = [], expected } = oracle('cohen_sas_table10');
    const plain = cohenKappa(confusion);
    const linear = cohenKappa(confusion, 'linear');
    expectPublished(plain?.kappa, expected.cohen_kappa);
    expectPublished(plain?.standardError, expected.ase);
    expectPublished(linear?.kappa, expected.linear_weighted_kappa);
    expectPublished(linear?.standardError, expected.linear_weighted_ase);
    const ends = [plain, linear].flatMap((kappa) => [kappa?.interval.lower, kappa?.interval.upper]);
    const published = [expected.ci95, expected.linear_weighted_ci95].flat();
    for (const [index, end] of ends.entries()) expectPublished(end, published[index]);
  });

  it('Cohen, anxiety ratings of two reviewers', () => {
    const { rater2 = [], rater3 = [], expected } = oracle('anxiety_raters_2_3');
    const units = unitsOf([rater2, rater3]);
    // Categories neither of the two used do not count towards the distance.
    const reviewers = { first: 'reviewer 0', second: 'reviewer 1' };
    const counts = countsOf(confusionTable(units, reviewers, valuesOf(units)));
    expect(counts).toHaveLength(5);
    expectPublished(cohenKappa(counts)?.kappa, expected.unweighted);
    expectPublished(cohenKappa(counts, 'linear')?.kappa, expected['equal(linear)']);
    expectPublished(cohenKappa(counts, 'quadratic')?.kappa, expected['squared(quadratic)']);
  });

  it.each([
    ['krippendorff_nominal_interval', 'nominal', 'alpha_nominal'],
    ['krippendorff_nominal_interval', 'interval', 'alpha_interval'],
    ['krippendorff_ordinal_ratio', 'ordinal', 'alpha_ordinal'],
    ['krippendorff_ordinal_ratio', 'ratio', 'alpha_ratio'],
    ['krippendorff_ordinal_ratio', 'nominal', 'alpha_nominal(nltk test_advanced)'],
    ['krippendorff_strings', 'nominal', 'alpha_nominal'],
  ] as const)('Krippendorff, %s, %s', (id, level: MeasurementLevel, name) => {
    const { ratings_by_coder: rows = [], expected } = oracle(id);
    // The level is nominal where the ratings are words.
    expectPublished(krippendorffAlpha(unitsOf(rows) as RatedUnit<number>[], level), expected[name]);
  });

  it('Krippendorff, triples of coder, unit and value', () => {
    const { triples = [], expected } = oracle('nltk_easy');
    const units = [...Map.groupBy(triples, ([, unit]) => unit)].map(([item, rows]) => ({
      item,
      ratings: new Map(rows.map(([coder, , value]) => [coder, value])),
    }));
    expectPublished(krippendorffAlpha(units, 'nominal'), expected.alpha_nominal);
  });

  it('every case is tested or has no ratings of its own', () => {
    const tested = [
      'fleiss1971_diagnoses',
      'fleiss_wikipedia',
      'cohen_sas_table10',
      'anxiety_raters_2_3',
      'krippendorff_nominal_interval',
      'krippendorff_ordinal_ratio',
      'krippendorff_strings',
      'nltk_easy',
    ];
    const others = [...cases.keys()].filter((id) => !tested.includes(id));
    expect(others).toEqual(['pandalm_testset_v1']);
    expect(Object.keys(oracle('pandalm_testset_v1'))).not.toContain('ratings_by_coder');
  });
});

function readCases(root: string): Map<string, Oracle> {
  const text = readFileSync(join(root, 'agreement_oracles', 'agreement_oracles.json'), 'utf8');
  const { cases } = JSON.parse(text) as { cases: Oracle[] };
  return new Map(cases.map((oracle) => [oracle.id, oracle]));
}
