import { expect, it } from 'vitest';
import { createActiveClock } from '../../../../app/(app)/[project]/queues/_label/active-clock.ts';

it('counts work up to a minute after the last sign of it, and nothing while the page is hidden', () => {
  let now = 0;
  const clock = createActiveClock(() => now, 5);
  now = 10_000;
  expect(clock.seconds()).toBe(15);
  clock.touch();
  now = 400_000;
  expect(clock.seconds()).toBe(75);
  clock.pause();
  now = 900_000;
  clock.touch();
  now = 901_000;
  expect(clock.seconds()).toBe(76);
});
