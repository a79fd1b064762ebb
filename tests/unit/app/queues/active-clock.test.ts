import { expect, it } from 'vitest';
import { createActiveClock } from '../../../../app/(app)/[project]/queues/_label/active-clock.ts';

it('counts work up to a minute after the last sign of it, and nothing before the first or while the page is hidden', () => {
  let now = 0;
  const clock = createActiveClock(() => now, 5);
  now = 30_000;
  expect(clock.seconds()).toBe(5);
  clock.touch();
  now = 40_000;
  expect(clock.seconds()).toBe(15);
  clock.touch();
  now = 430_000;
  expect(clock.seconds()).toBe(75);
  clock.pause();
  now = 930_000;
  clock.touch();
  now = 931_000;
  expect(clock.seconds()).toBe(76);
});
