import { describe, expect, it, vi } from 'vitest';
import type { ClaimResult, LeasedItem } from '#lib/labelling/schema.ts';
import { LabelSession } from '../../../../app/(app)/[project]/queues/_label/label-session.ts';
import type {
  LabellingApi,
  OpenedQuery,
} from '../../../../app/(app)/[project]/queues/_label/labelling-api.ts';

const label = { verdict: 'correct', activeSeconds: 30 } as const;

/** A server with a queue of so many items, that leases and stores as the real one does. */
function fakeServer(size: number) {
  const items = Array.from({ length: size }, (_, i) => ({
    id: `i${i}`,
    fence: 0,
    leased: false,
    done: false,
  }));
  const find = (id: string) =>
    items.find((item) => item.id === id) ?? { fence: 0, leased: false, done: false };
  const lease = (id: string): LeasedItem => {
    const item = find(id);
    item.leased = true;
    item.fence += 1;
    return { id, queueId: 'q', queryId: id, fence: item.fence, leasedUntil: '', draft: null };
  };
  const api: LabellingApi = {
    claim: async (except): Promise<ClaimResult> => {
      const free = items.find((item) => !item.leased && !item.done && !except.includes(item.id));
      if (free !== undefined) return { item: lease(free.id) };
      const done = items.filter((item) => item.done).length;
      return {
        empty: { withOthers: 0, nextFreeAt: null, skippedByYou: 0, needAnother: 0, done, total: size },
      };
    },
    open: async () => ({}) as OpenedQuery,
    submit: vi.fn(async ({ id, fence }: LeasedItem) => {
      const item = find(id);
      if (!item.leased || item.fence !== fence)
        return { status: 'conflict' as const, message: 'It ran out.' };
      Object.assign(item, { leased: false, done: true });
      return { status: 'stored' as const, labelId: `label of ${id}` };
    }),
    skip: async ({ id }) => {
      Object.assign(find(id), { leased: false, done: true });
      return { status: 'skipped' };
    },
    remove: async ({ id }) => {
      Object.assign(find(id), { leased: false, done: true });
      return { status: 'removed' };
    },
    lastLabel: async () => undefined,
    saveDraft: vi.fn(async () => ({ status: 'saved' as const })),
    renew: async ({ id, fence }, takeBack) => {
      const item = find(id);
      if (item.leased && item.fence === fence) return { status: 'leased', fence, leasedUntil: '' };
      if (!takeBack) return { status: 'conflict', message: 'It ran out.' };
      return { status: 'leased', fence: lease(id).fence, leasedUntil: '' };
    },
    undo: async (labelId) => {
      const id = labelId.slice('label of '.length);
      Object.assign(find(id), { done: false });
      return { status: 'undone', item: { ...lease(id), draft: { verdict: 'correct' } } };
    },
    release: ({ id, fence }) => {
      const item = find(id);
      if (item.fence === fence) item.leased = false;
    },
  };
  return { api, items, held: () => items.filter((item) => item.leased).map((item) => item.id) };
}

function shown(session: LabelSession): string | undefined {
  const { screen } = session.snapshot();
  return screen.kind === 'item' ? screen.work.item.id : screen.kind;
}
/** In rounds: what a timer begins may set another. */
async function settled(): Promise<void> {
  for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function started(size: number) {
  const server = fakeServer(size);
  const session = new LabelSession(server.api);
  session.start();
  await settled();
  return { ...server, session };
}

describe('a visit to a queue', () => {
  it('holds the item on the screen and one ahead, and shows that one at once', async () => {
    const { session, held } = await started(5);
    expect(held()).toEqual(['i0', 'i1']);
    session.submit(label);
    expect(shown(session)).toBe('i1');
    await settled();
    expect(held()).toEqual(['i1', 'i2']);
    expect(session.snapshot()).toMatchObject({ items: 1, activeSeconds: 30, changing: 0 });
  });

  it('says what is left after the last submission has arrived', async () => {
    const { session } = await started(2);
    session.submit(label);
    session.submit(label);
    await settled();
    expect(session.snapshot().screen).toEqual({
      kind: 'left',
      left: { withOthers: 0, nextFreeAt: null, skippedByYou: 0, needAnother: 0, done: 2, total: 2 },
    });
  });

  it('brings an item back with its draft when the server was away, and stores it the second time', async () => {
    const { session, api, items } = await started(3);
    vi.mocked(api.submit).mockRejectedValueOnce(new Error('away'));
    const { screen } = session.snapshot();
    if (screen.kind === 'item') session.keepDraft(screen.work, { note: 'kept' });
    session.submit(label);
    expect(shown(session)).toBe('i1');
    await settled();
    expect(session.snapshot().screen).toMatchObject({
      kind: 'item',
      work: { item: { id: 'i0' }, draft: { note: 'kept' } },
      notice: { lease: 'held' },
    });
    session.submit(label);
    await settled();
    expect(items[0]?.done).toBe(true);
    expect(shown(session)).toBe('i1');
  });

  it('offers to take a lost item back, and submits it under the new lease', async () => {
    const { session, items } = await started(3);
    if (items[0]) items[0].leased = false;
    session.submit(label);
    await settled();
    expect(session.snapshot().screen).toMatchObject({ notice: { lease: 'lost', message: 'It ran out.' } });
    await session.takeBack();
    expect(session.snapshot().screen).toMatchObject({
      work: { item: { id: 'i0', fence: 2 } },
      notice: undefined,
    });
    session.submit(label);
    await settled();
    expect(items[0]?.done).toBe(true);
  });

  it('offers to take back only what is open still', async () => {
    const { session, api } = await started(3);
    for (const [reason, lease] of [
      ['taken', 'lost'],
      ['done', 'over'],
      ['withdrawn', 'over'],
    ] as const) {
      api.renew = async () => ({ status: 'conflict', reason, message: reason });
      await session.takeBack();
      expect(session.snapshot().screen).toMatchObject({ notice: { lease, message: reason } });
    }
    session.goOn();
    expect(shown(session)).toBe('i1');
  });

  it('opens the last submission again, before the item that was on the screen', async () => {
    const { session, held } = await started(4);
    session.submit(label);
    await settled();
    expect(await session.undo()).toBeUndefined();
    expect(session.snapshot().screen).toMatchObject({
      work: { item: { id: 'i0' }, draft: { verdict: 'correct' } },
    });
    expect(session.snapshot().items).toBe(0);
    expect(held().length).toBeLessThanOrEqual(3);
    session.skip();
    expect(shown(session)).toBe('i1');
    expect(await session.undo()).toContain('no submission');
  });

  it('saves drafts on the server after every submission again, and none of an item that was submitted', async () => {
    vi.useFakeTimers();
    try {
      const server = fakeServer(4);
      const session = new LabelSession(server.api);
      const keep = (note: string) => {
        const { screen } = session.snapshot();
        if (screen.kind === 'item') session.keepDraft(screen.work, { note });
      };
      session.start();
      await vi.advanceTimersByTimeAsync(10);
      keep('a');
      keep('b');
      await vi.advanceTimersByTimeAsync(2000);
      keep('c');
      session.submit(label);
      await vi.advanceTimersByTimeAsync(3000);
      keep('d');
      await vi.advanceTimersByTimeAsync(2000);
      const saved = vi.mocked(server.api.saveDraft).mock.calls.map(([item, draft]) => [item.id, draft.note]);
      expect(saved).toEqual([
        ['i0', 'b'],
        ['i1', 'd'],
      ]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('gives everything back when it ends, also what it was still fetching', async () => {
    const { session, held } = await started(5);
    session.stop({ leaving: true });
    expect(held()).toEqual([]);
    session.start();
    session.stop({ leaving: true });
    await settled();
    expect(held()).toEqual([]);
  });

  it('shows an item of a second start, as a page that is drawn twice does', async () => {
    const server = fakeServer(5);
    const session = new LabelSession(server.api);
    session.start();
    session.stop({ leaving: false });
    session.start();
    await settled();
    expect(shown(session)).toMatch(/^i\d$/);
    expect(server.held()).toHaveLength(2);
    session.stop({ leaving: true });
  });
});

describe('an earlier visit', () => {
  it('can be undone after the page was loaded anew, and only once', async () => {
    const server = fakeServer(2);
    const first = new LabelSession(server.api);
    first.start();
    await settled();
    first.submit(label);
    await settled();
    first.stop({ leaving: true });
    let last: string | undefined = 'label of i0';
    const second = new LabelSession({ ...server.api, lastLabel: async () => last });
    second.start();
    await settled();
    expect(second.snapshot().mayUndo).toBe(true);
    expect(shown(second)).toBe('i1');
    last = undefined;
    expect(await second.undo()).toBeUndefined();
    await settled();
    expect(shown(second)).toBe('i0');
    expect(second.snapshot().mayUndo).toBe(false);
    expect(await second.undo()).toContain('no submission');
  });

  it('offers its own submissions before those of an earlier one', async () => {
    const server = fakeServer(3);
    const session = new LabelSession({ ...server.api, lastLabel: async () => 'label of i2' });
    session.start();
    await settled();
    session.submit(label);
    await settled();
    await session.undo();
    expect(shown(session)).toBe('i0');
    expect(session.snapshot().mayUndo).toBe(true);
  });
});

describe('a queue that calibrates', () => {
  it('shows what was decided before the next item, until feedback ends', async () => {
    const server = fakeServer(3);
    const feedback = { agrees: false, verdict: 'wrong', failure: 'weak_reasoning', note: null };
    let submissions = 0;
    const session = new LabelSession(
      {
        ...server.api,
        submit: async (item, content) => {
          const result = await server.api.submit(item, content);
          submissions += 1;
          return result.status === 'stored' && submissions === 1 ? { ...result, feedback } : result;
        },
      },
      { calibrates: true },
    );
    session.start();
    await settled();
    session.submit(label);
    expect(shown(session)).toBe('opening');
    await settled();
    expect(session.snapshot().screen).toMatchObject({ kind: 'feedback', feedback, said: label });
    session.goOn();
    await settled();
    expect(shown(session)).toBe('i1');
    session.submit(label);
    await settled();
    expect(shown(session)).toBe('i2');
    session.submit(label);
    await settled();
    expect(shown(session)).toBe('left');
  });
});

describe('what a visit has done to its queue', () => {
  const tallyOf = ({ snapshot }: LabelSession) => {
    const { stored, submitting, changing, changed } = snapshot();
    return { stored, submitting, changing, changed };
  };
  it('counts a label once, on its way or stored, and a skip never', async () => {
    const { session } = await started(4);
    session.submit(label);
    expect(tallyOf(session)).toMatchObject({ stored: 0, submitting: 1, changing: 1 });
    await settled();
    expect(tallyOf(session)).toEqual({ stored: 1, submitting: 0, changing: 0, changed: 1 });
    session.skip();
    session.saveDraft();
    expect(tallyOf(session).submitting).toBe(0);
    await settled();
    expect(tallyOf(session)).toEqual({ stored: 1, submitting: 0, changing: 0, changed: 2 });
    await session.undo();
    expect(tallyOf(session)).toEqual({ stored: 0, submitting: 0, changing: 0, changed: 3 });
    // One of an earlier visit.
    await session.undo('label of i3');
    expect(tallyOf(session)).toMatchObject({ stored: -1, changed: 4 });
  });
});

describe('an item that is no real query', () => {
  it('leaves the screen, and comes back where the server refuses', async () => {
    const { session, api } = await started(2);
    session.remove();
    await settled();
    expect(shown(session)).toBe('i1');
    api.remove = async () => {
      throw new Error('away');
    };
    session.remove();
    await settled();
    expect(shown(session)).toBe('i1');
    expect(session.snapshot().screen).toMatchObject({ notice: { lease: 'held' } });
  });
});
