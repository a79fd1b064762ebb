import { describe, expect, it } from 'vitest';
import { rateOfCounts } from '#lib/statistics/rate.ts';
import { rateDifference } from '#lib/statistics/rate-difference.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { testSize } from '../../support/test-size.ts';
import { printTable } from './simulation-table.ts';

const WORLDS = testSize('peekingWorlds');
const DAYS = 30;
const LABELS_A_DAY = 20;

interface Calls {
  /** Share of worlds in which a difference was called on at least one day. */
  readonly alwaysValid: number;
  readonly ordinary: number;
}

describe(`looking daily for ${DAYS} days at ${WORLDS} worlds`, () => {
  const same = [0.05, 0.1, 0.2, 0.5].map((rate) => ({ rate, ...lookDaily(rate, rate) }));
  const differing = lookDaily(0.2, 0.32);
  printTable(`a difference called within ${DAYS} days, ${WORLDS} worlds`, [
    ...same.map((calls) => row(`${calls.rate} on both sides`, calls)),
    row('0.2 against 0.32', differing),
  ]);

  it('calls a false difference in at most 3 % of worlds', () => {
    for (const { alwaysValid } of same) expect(alwaysValid).toBeLessThanOrEqual(0.03);
  });

  it('the ordinary interval would call one in more than 20 %', () => {
    for (const { ordinary } of same.filter(({ rate }) => rate >= 0.1)) expect(ordinary).toBeGreaterThan(0.2);
  });

  it('finds a true difference all the same', () => {
    expect(differing.alwaysValid).toBeGreaterThan(0.93);
  });
});

function row(rates: string, { alwaysValid, ordinary }: Calls): Record<string, string> {
  return { rates, 'always-valid': alwaysValid.toFixed(3), ordinary: ordinary.toFixed(3) };
}

function lookDaily(first: number, second: number): Calls {
  const random = seededRandom(30);
  let alwaysValid = 0;
  let ordinary = 0;
  for (let world = 0; world < WORLDS; world += 1) {
    const failures: [number, number] = [0, 0];
    const called = { alwaysValid: false, ordinary: false };
    for (let day = 1; day <= DAYS; day += 1) {
      for (let label = 0; label < LABELS_A_DAY; label += 1) {
        if (random() < first) failures[0] += 1;
        if (random() < second) failures[1] += 1;
      }
      const n = day * LABELS_A_DAY;
      const difference = rateDifference(rateAt(failures[0], n), rateAt(failures[1], n));
      called.alwaysValid ||= difference.different;
      called.ordinary ||= difference.lower > 0 || difference.upper < 0;
    }
    alwaysValid += Number(called.alwaysValid);
    ordinary += Number(called.ordinary);
  }
  return { alwaysValid: alwaysValid / WORLDS, ordinary: ordinary / WORLDS };
}

function rateAt(failures: number, n: number) {
  return { ...rateOfCounts(failures, n), value: failures / n };
}
