import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adjudicateQuery } from '#lib/labelling/adjudicate-query.ts';
import { claimItem } from '#lib/labelling/claim-item.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { releaseItem } from '#lib/labelling/release-item.ts';
import { removeItem } from '#lib/labelling/remove-item.ts';
import { renewLease } from '#lib/labelling/renew-lease.ts';
import { saveQueue } from '#lib/labelling/save-queue.ts';
import type { LabelDraft, LeasedItem } from '#lib/labelling/schema.ts';
import { skipItem } from '#lib/labelling/skip-item.ts';
import { submitLabel } from '#lib/labelling/submit-label.ts';
import { undoLabel } from '#lib/labelling/undo-label.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { testSize } from '../../support/test-size.ts';
import { logQueries, plainQueries } from './logged-queries.ts';
import { mirroredLabels } from './mirrored.ts';
import { asPerson } from './people.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const RUNS = testSize('queueModelRuns');
const STEPS = testSize('queueModelSteps');
const PEOPLE = 4;
const QUERIES = 6;

const LABELS: readonly LabelDraft[] = [
  { verdict: 'correct' },
  { verdict: 'wrong', failure: 'weak_reasoning' },
  { verdict: 'partly', failure: 'wrong_format' },
];

const who = fc.nat(PEOPLE - 1);
const step = fc.oneof(
  { weight: 18, arbitrary: fc.record({ do: fc.constant('claim' as const), who }) },
  {
    weight: 18,
    arbitrary: fc.record({ do: fc.constant('submit' as const), who, label: fc.nat(LABELS.length - 1) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('skip' as const), who }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('undo' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('release' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('takeBack' as const), who }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 12 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('adjudicate' as const), query: fc.nat(QUERIES - 1) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('overlap' as const), secondFailures: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), who }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A queue, four people, and what each of them holds and has said, as they saw it. */
class World {
  readonly owner: Context;
  readonly people: readonly Context[];
  readonly queueId: string;
  private readonly pass: (minutes: number) => void;
  private readonly held = new Map<number, LeasedItem>();
  private readonly lastLabel = new Map<number, string>();
  private readonly skipped = new Set<string>();

  constructor(owner: Context, people: readonly Context[], queueId: string, pass: (minutes: number) => void) {
    this.owner = owner;
    this.people = people;
    this.queueId = queueId;
    this.pass = pass;
  }

  async take(one: Step): Promise<void> {
    if (one.do === 'pass') return this.pass(one.minutes);
    if (one.do === 'overlap') {
      await saveQueue(this.owner, { queueId: this.queueId, secondFailures: one.secondFailures });
      return;
    }
    if (one.do === 'adjudicate') {
      await adjudicateQuery(this.owner, {
        queryId: plainQueries(QUERIES)[one.query]?.id ?? '',
        label: { verdict: 'correct' },
      });
      return;
    }
    const person = this.people[one.who];
    if (person !== undefined) await this.act(one, person);
  }

  private async act(
    one: Exclude<Step, { do: 'pass' | 'overlap' | 'adjudicate' }>,
    person: Context,
  ): Promise<void> {
    const item = this.held.get(one.who);
    if (one.do === 'claim') return this.claim(one.who, person);
    if (one.do === 'undo') {
      const labelId = this.lastLabel.get(one.who);
      const result = labelId === undefined ? undefined : await undoLabel(person, { labelId });
      if (result?.status === 'undone' && result.item !== null) this.held.set(one.who, result.item);
      return;
    }
    if (item === undefined) return;
    const lease = { itemId: item.id, fence: item.fence };
    if (one.do === 'submit') {
      const result = await submitLabel(person, {
        ...lease,
        label: LABELS[one.label] ?? { verdict: 'correct' },
      });
      if (result.status === 'stored') this.lastLabel.set(one.who, result.labelId);
      if (result.status === 'stored') this.held.delete(one.who);
    } else if (one.do === 'skip') {
      const result = await skipItem(person, lease);
      if (result.status === 'skipped') this.skipped.add(`${one.who} ${item.queryId}`);
      this.held.delete(one.who);
    } else if (one.do === 'release') {
      await releaseItem(person, lease);
    } else if (one.do === 'takeBack') {
      const result = await renewLease(person, { ...lease, takeBack: true });
      if (result.status === 'leased') this.held.set(one.who, { ...item, fence: result.fence });
    } else {
      await removeItem(person, { itemId: item.id });
    }
  }

  private async claim(place: number, person: Context): Promise<void> {
    const result = await claimItem(person, { queueId: this.queueId });
    if (!('item' in result)) return;
    const { item } = result;
    expect(this.skipped).not.toContain(`${place} ${item.queryId}`);
    const { queueItem } = stores.controlPlane.prisma;
    const personId = person.actor.kind === 'person' ? person.actor.personId : '';
    const closed = await queueItem.count({
      where: { queueId: this.queueId, queryId: item.queryId, state: 'done', doneBy: personId },
    });
    expect(closed).toBe(0);
    this.held.set(place, item);
  }
}

/** What must hold after every step, read from the tables. */
async function checkInvariants(ctx: Context, queueId: string): Promise<void> {
  const { prisma } = stores.controlPlane;
  const places = await prisma.queueItem.findMany({ where: { queueId } });
  const labels = await prisma.label.findMany({ where: { projectId: ctx.project.id, current: true } });
  for (const [queryId, own] of Map.groupBy(places, (place) => place.queryId)) {
    expect(own.length).toBeLessThanOrEqual(2);
    for (const column of ['leasedBy', 'doneBy'] as const) {
      const persons = own.map((place) => place[column]).filter((person) => person !== null);
      expect(new Set(persons).size).toBe(persons.length);
    }
    for (const place of own) {
      expect(place.state === 'done').toBe(place.doneBy !== null);
      if (place.state !== 'open') expect(place.leasedBy).toBeNull();
      if (place.state === 'done')
        expect(
          labels.filter((label) => label.queryId === queryId && label.personId === place.doneBy),
        ).toHaveLength(1);
    }
  }
  const pairs = labels.map(({ queryId, personId }) => `${queryId} ${personId}`);
  expect(new Set(pairs).size).toBe(pairs.length);
  const decided = await prisma.adjudication.findMany({ where: { projectId: ctx.project.id, current: true } });
  const shown = new Map((await mirroredLabels(ctx)).map((row) => [row.query_id, row]));
  for (const [queryId, own] of Map.groupBy(labels, (label) => label.queryId)) {
    const verdicts = new Set(own.map((label) => label.verdict));
    const decision = decided.find((one) => one.queryId === queryId);
    const [only] = verdicts;
    const verdict = decision?.verdict ?? (verdicts.size === 1 ? only : 'disputed');
    if (own.length <= 2) expect(shown.get(queryId)?.verdict).toBe(verdict);
    expect(shown.get(queryId)?.label_count).toBe(own.length);
  }
}

test(`random work of ${PEOPLE} people keeps every rule: ${RUNS} runs of ${STEPS} steps`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: STEPS, maxLength: STEPS }), async (steps) => {
      const clock = { now: new Date('2026-01-06T09:00:00Z') };
      const owner = await ownerContext(stores, () => clock.now);
      await logQueries(owner, plainQueries(QUERIES));
      const people = await Promise.all(Array.from({ length: PEOPLE }, (_, i) => asPerson(owner, `r${i}`)));
      const queue = await createQueue(owner, { name: 'q', size: QUERIES, secondRate: 0.4 });
      const pass = (minutes: number) => {
        clock.now = new Date(clock.now.getTime() + minutes * 60_000);
      };
      const world = new World(owner, people, queue.id, pass);
      for (const one of steps) {
        await world.take(one);
        await checkInvariants(owner, queue.id);
      }
    }),
    { numRuns: RUNS },
  );
});
