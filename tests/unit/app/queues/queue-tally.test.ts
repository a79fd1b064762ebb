import { describe, expect, it } from 'vitest';
import type { QueueCounts } from '#lib/labelling/queue-report-schema.ts';
import {
  areCertain,
  talliedCounts,
  type VisitTally,
} from '../../../../app/(app)/[project]/queues/_components/queue-tally.ts';
import { placeWords } from '../../../../app/(app)/[project]/queues/_label/visit-progress.tsx';

const none: VisitTally = { stored: 0, submitting: 0, changing: 0, changed: 0 };
const counted = (done: number): QueueCounts => ({
  total: 40,
  done,
  open: 40 - done,
  leased: 0,
  unjudged: 0,
  yoursDone: done,
  yoursTotal: 30,
  yoursDoneToday: done,
});

describe('the counts of a queue while one labels', () => {
  it('move with the label that is on its way, and no further when it has arrived', () => {
    expect(placeWords(talliedCounts(counted(25), 0, none))).toBe('Item 26 of 30.');
    const sent = { ...none, submitting: 1, changing: 1 };
    expect(placeWords(talliedCounts(counted(25), 0, sent))).toBe('Item 27 of 30.');
    const arrived = { ...none, stored: 1, changed: 1 };
    expect(placeWords(talliedCounts(counted(25), 0, arrived))).toBe('Item 27 of 30.');
    expect(placeWords(talliedCounts(counted(26), 1, arrived))).toBe('Item 27 of 30.');
  });

  it('are taken over only where no label moved while they were counted', () => {
    const sent = { ...none, submitting: 1, changing: 1 };
    const arrived = { ...none, stored: 1, changed: 1 };
    expect(areCertain(none, none)).toBe(true);
    expect(areCertain(arrived, arrived)).toBe(true);
    expect(areCertain(none, arrived)).toBe(false);
    expect(areCertain(sent, arrived)).toBe(false);
    // The server has stored it and counts it, and the answer is still on its way: taken over, it counts twice.
    expect(areCertain(none, sent)).toBe(false);
    expect(placeWords(talliedCounts(counted(26), 0, sent))).toBe('Item 28 of 30.');
    // One was taken back and another stored meanwhile.
    expect(areCertain({ ...arrived, changed: 1 }, { ...arrived, changed: 3 })).toBe(false);
  });

  it('go back with what is taken back, also of an earlier visit, and never past their ends', () => {
    expect(talliedCounts(counted(25), 0, { ...none, stored: -1 })).toMatchObject({
      done: 24,
      yoursDone: 24,
    });
    expect(talliedCounts(counted(30), 0, { ...none, stored: 2 })).toMatchObject({
      yoursDone: 32,
      yoursTotal: 32,
    });
    expect(talliedCounts(counted(40), 0, { ...none, submitting: 1 })).toMatchObject({ done: 40, total: 40 });
    expect(talliedCounts(counted(0), 0, { ...none, stored: -1 })).toMatchObject({
      yoursDone: 0,
      yoursDoneToday: 0,
    });
  });
});
