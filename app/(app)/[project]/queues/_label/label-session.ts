import type { Draft, LabelDraft, LeasedItem } from '#lib/labelling/schema.ts';
import { MAX_HELD } from '#lib/labelling/schema.ts';
import { messageOf } from '../../../../_components/call-api.ts';
import { createDraftSaver } from './draft-saver.ts';
import { createGivenLabels } from './given-labels.ts';
import type { LabellingApi } from './labelling-api.ts';
import { dropLocalDraft, keepLocalDraft, newerDraft, readLocalDraft } from './local-draft.ts';
import type { Left, Notice, Screen, SessionSnapshot, Work } from './session-snapshot.ts';

export type LabelSession = ReturnType<typeof createLabelSession>;

/**
 * One reviewer's visit to a queue: holds the item on the screen, fetches one ahead, submits without waiting and
 * brings an item back if the server refused it. Where the queue `calibrates`, a submission is waited for as long as
 * feedback comes back. Knows no React; `subscribe` and `snapshot` fit an external store.
 */
export function createLabelSession(api: LabellingApi, { calibrates = false } = {}) {
  let screen: Screen = { kind: 'opening' };
  let ahead: Work[] = [];
  let behind: Work | undefined;
  let left: Left | undefined;
  let fetching: Promise<void> | undefined;
  const given = createGivenLabels();
  let calibrating = calibrates;
  /** Rises when the visit starts or ends: what an earlier one still fetches is given back. */
  let visit = 0;
  const saver = createDraftSaver(async (work: Work) => {
    if (work.draft === null) return;
    const result = await api.saveDraft(work.item, work.draft).catch(() => undefined);
    if (result?.status === 'conflict') refuse(work, result.message);
  });
  const sending = new Map<string, Promise<void>>();
  /** Those of them that are labels. */
  const submitting = new Set<string>();
  let undoing = 0;
  let changed = 0;
  const listeners = new Set<() => void>();
  let snapshot = takeSnapshot();

  function takeSnapshot(): SessionSnapshot {
    return {
      screen,
      ...given.tally(),
      submitting: submitting.size,
      changing: sending.size + undoing,
      changed,
      ahead: ahead[0],
      behind,
    };
  }
  function emit(): void {
    snapshot = takeSnapshot();
    for (const listener of listeners) listener();
  }
  function show(next: Screen): void {
    screen = next;
    emit();
  }
  const held = () => [...(screen.kind === 'item' ? [screen.work] : []), ...ahead];

  function fetchOne(): Promise<void> {
    fetching ??= claimOne().finally(() => {
      fetching = undefined;
    });
    return fetching;
  }

  async function claimOne(): Promise<void> {
    const mine = visit;
    const except = [...held().map((work) => work.item.id), ...sending.keys()];
    if (except.length >= MAX_HELD) return;
    const claimed = await api.claim(except);
    if ('empty' in claimed) {
      left = claimed.empty;
      return;
    }
    const work = await openItem(claimed.item, mine);
    if (work === undefined) return;
    ahead.push(work);
    behind = undefined;
    emit();
  }

  async function openItem(item: LeasedItem, mine: number): Promise<Work | undefined> {
    try {
      const opened = visit === mine ? await api.open(item.queryId) : undefined;
      if (opened !== undefined && visit === mine)
        return { ...opened, item, draft: newerDraft(item.draft, readLocalDraft(item.id)) };
    } catch (error) {
      api.release(item);
      throw error;
    }
    api.release(item);
    return undefined;
  }

  async function openNext(): Promise<void> {
    const mine = visit;
    try {
      if (ahead.length === 0) {
        show({ kind: 'opening' });
        await fetching?.catch(() => undefined);
        // What is left in the queue is only known when all submissions have arrived.
        if (ahead.length === 0) await Promise.all(sending.values());
        if (visit === mine && screen.kind === 'opening' && ahead.length === 0) await fetchOne();
      }
    } catch (error) {
      if (visit === mine) show({ kind: 'failed', message: messageOf(error) });
      return;
    }
    // Meanwhile the visit may have ended, or an item have come back.
    if (visit !== mine || screen.kind !== 'opening') return;
    const next = ahead.shift();
    if (next === undefined) {
      if (left !== undefined) show({ kind: 'left', left });
      return;
    }
    show({ kind: 'item', work: next, notice: undefined });
    // In a task of its own: the reviewer sees the item before the next one is asked for.
    setTimeout(() => {
      if (visit === mine && ahead.length === 0) void fetchOne().catch(() => undefined);
    });
  }

  /** Puts an item on the screen before the one that is there, which waits its turn with its draft. */
  function bringBack(work: Work, notice: Notice | undefined): void {
    behind = undefined;
    if (screen.kind === 'item') ahead.unshift(screen.work);
    for (const surplus of ahead.splice(MAX_HELD - 1)) api.release(surplus.item);
    show({ kind: 'item', work, notice });
  }

  /**
   * Lets the item go from the screen while `send` runs; brings it back if that fails. The next one opens meanwhile,
   * or, where `waits`, after the screen that follows from the answer.
   */
  function sendAway(
    send: (work: Work) => Promise<{ status: string; message?: string; next?: Screen | undefined }>,
    waits = false,
  ): void {
    if (screen.kind !== 'item') return;
    const { work } = screen;
    saver.cancel();
    behind = work;
    const sent = send(work)
      .catch((error: unknown) => ({ status: 'failed', message: messageOf(error) }))
      .then((result) => {
        sending.delete(work.item.id);
        submitting.delete(work.item.id);
        changed += 1;
        if (result.status !== 'conflict' && result.status !== 'failed') {
          dropLocalDraft(work.item.id);
          if (!waits) return emit();
          if (screen.kind !== 'opening') return;
          if ('next' in result && result.next !== undefined) show(result.next);
          else void openNext();
          return;
        }
        const message = result.message ?? 'The server refused it.';
        bringBack(work, { message, takeBack: result.status === 'conflict' });
      });
    sending.set(work.item.id, sent);
    screen = { kind: 'opening' };
    if (waits) emit();
    else void openNext();
  }

  /** A page that was loaded anew does not know what it submitted; the server does. */
  async function findEarlier(mine: number): Promise<void> {
    const found = await api.lastLabel().catch(() => undefined);
    if (visit === mine && given.setEarlier(found)) emit();
  }

  function refuse(work: Work, message: string): void {
    if (screen.kind === 'item' && screen.work === work)
      show({ ...screen, notice: { message, takeBack: true } });
    else if (ahead.includes(work)) {
      ahead = ahead.filter((other) => other !== work);
    }
  }

  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    snapshot: () => snapshot,

    start(): void {
      visit += 1;
      screen = { kind: 'opening' };
      void openNext();
      void findEarlier(visit);
    },
    /** Gives everything back; what was entered is kept as a draft, in this browser only if the page is `leaving`. */
    stop({ leaving }: { leaving: boolean }): void {
      visit += 1;
      const items = held().map((work) => work.item);
      const releaseAll = () => {
        for (const item of items) api.release(item);
      };
      screen = { kind: 'opening' };
      ahead = [];
      behind = undefined;
      if (leaving || !saver.isWaiting()) {
        saver.cancel();
        releaseAll();
      } else void saver.flush().then(releaseAll);
    },
    /** Asks again for an item, after a failure or while all are with others. */
    async retry(): Promise<void> {
      if (screen.kind === 'left') await fetchOne().catch(() => undefined);
      if (screen.kind === 'left' && ahead.length === 0 && left !== undefined)
        return show({ kind: 'left', left });
      if (screen.kind !== 'left' && screen.kind !== 'failed') return;
      screen = { kind: 'opening' };
      await openNext();
    },

    submit(label: LabelDraft): void {
      const activeSeconds = label.activeSeconds ?? 0;
      if (screen.kind === 'item') submitting.add(screen.work.item.id);
      sendAway(async (work) => {
        const result = await api.submit(work.item, label);
        if (result.status !== 'stored') return result;
        given.add({ labelId: result.labelId, activeSeconds });
        const { feedback } = result;
        calibrating = calibrating && feedback !== undefined;
        return { ...result, next: feedback && { kind: 'feedback', feedback, said: label } };
      }, calibrating);
    },
    skip(reason?: string): void {
      sendAway((work) => api.skip(work.item, reason));
    },
    /** Takes the query out of the queue as not a real one. */
    remove(): void {
      sendAway((work) => api.remove(work.item));
    },
    /** Leaves an item whose lease is lost, or the feedback on the last one. */
    goOn(): void {
      screen = { kind: 'opening' };
      void openNext();
    },
    /** Remembers what was entered: at once in this browser, within two seconds on the server. */
    keepDraft(work: Work, draft: Draft): void {
      work.draft = draft;
      keepLocalDraft(work.item.id, draft);
      saver.schedule(work);
    },
    saveDraft(): void {
      void saver.flush();
    },
    async renew(): Promise<void> {
      for (const work of held()) {
        const result = await api.renew(work.item, false).catch(() => undefined);
        if (result?.status === 'conflict') refuse(work, result.message);
      }
    },
    async takeBack(): Promise<void> {
      if (screen.kind !== 'item') return;
      const { work } = screen;
      const result = await api
        .renew(work.item, true)
        .catch((error: unknown) => ({ status: 'conflict' as const, message: messageOf(error) }));
      if (screen.kind !== 'item' || screen.work !== work) return;
      if (result.status === 'conflict') return refuse(work, result.message);
      work.item = { ...work.item, fence: result.fence, leasedUntil: result.leasedUntil };
      show({ kind: 'item', work, notice: undefined });
    },
    /**
     * Takes a submission back, by default the last, and opens its item again. Returns a sentence if that cannot be
     * done.
     */
    async undo(labelId?: string): Promise<string | undefined> {
      await Promise.all(sending.values());
      const last = labelId ?? given.last();
      if (last === undefined) return 'There is no submission of the last ten minutes to take back.';
      undoing += 1;
      try {
        const result = await api.undo(last);
        if (given.dropEarlier(last)) void findEarlier(visit);
        if (result.status === 'conflict') return result.message;
        given.takeBack(last);
        if (result.item === null) return 'The label was taken back. There is no item to open for it.';
        const work = await openItem(result.item, visit);
        if (work !== undefined) bringBack(work, undefined);
        return undefined;
      } catch (error) {
        return messageOf(error);
      } finally {
        undoing -= 1;
        changed += 1;
        emit();
      }
    },
  };
}
