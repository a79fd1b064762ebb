import { type Draft, type LabelDraft, RETAKABLE } from '#lib/labelling/schema.ts';
import { messageOf } from '../../../../_components/call-api.ts';
import { createDraftSaver } from './draft-saver.ts';
import { createGivenLabels } from './given-labels.ts';
import { ItemSupply } from './item-supply.ts';
import type { LabellingApi, Refused } from './labelling-api.ts';
import { dropLocalDraft, keepLocalDraft } from './local-draft.ts';
import { Outbox } from './outbox.ts';
import type { Notice, Screen, SessionSnapshot, Work } from './session-snapshot.ts';

interface Answer {
  status: string;
  message?: string;
  /** Of a conflict. */
  reason?: string | undefined;
  /** The screen that follows from the answer, where it is waited for. */
  next?: Screen | undefined;
}

/**
 * One reviewer's visit to a queue: holds the item on the screen, fetches one ahead, submits without waiting and
 * brings an item back if the server refused it. Where the queue `calibrates`, a submission is waited for as long as
 * feedback comes back. Knows no React; `subscribe` and `snapshot` fit an external store.
 */
export class LabelSession {
  private readonly api: LabellingApi;
  private readonly supply: ItemSupply;
  private readonly outbox = new Outbox();
  private readonly given = createGivenLabels();
  private readonly listeners = new Set<() => void>();
  private readonly saver = createDraftSaver((work: Work) => this.sendDraft(work));
  private screen: Screen = { kind: 'opening' };
  private behind: Work | undefined;
  private calibrates: boolean;
  /** Aborted when the visit ends, or starts anew. */
  private visit = new AbortController();
  private latest: SessionSnapshot;

  constructor(api: LabellingApi, { calibrates = false } = {}) {
    this.api = api;
    this.calibrates = calibrates;
    this.supply = new ItemSupply(api, {
      inUse: () => [...this.onScreen().map((work) => work.item.id), ...this.outbox.itemIds()],
      arrived: () => {
        this.behind = undefined;
        this.emit();
      },
    });
    this.latest = this.takeSnapshot();
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly snapshot = (): SessionSnapshot => this.latest;

  start(): void {
    this.visit.abort();
    this.visit = new AbortController();
    this.goOn();
    void this.findEarlier();
  }

  /** Gives everything back; what was entered is kept as a draft, in this browser only if the page is `leaving`. */
  stop({ leaving }: { leaving: boolean }): void {
    this.visit.abort();
    const items = this.held().map((work) => work.item);
    const releaseAll = () => {
      for (const item of items) this.api.release(item);
    };
    this.screen = { kind: 'opening' };
    this.supply.clear();
    this.behind = undefined;
    if (leaving || !this.saver.isWaiting()) {
      this.saver.cancel();
      releaseAll();
    } else void this.saver.flush().then(releaseAll);
  }

  /** Asks again for an item, after a failure or while all are with others. */
  async retry(): Promise<void> {
    if (this.screen.kind === 'left') await this.supply.fetchOne(this.visit.signal).catch(() => undefined);
    const { left } = this.supply;
    if (this.screen.kind === 'left' && this.supply.all().length === 0 && left !== undefined)
      this.show({ kind: 'left', left });
    else if (this.screen.kind === 'left' || this.screen.kind === 'failed') this.goOn();
  }

  submit(label: LabelDraft): void {
    const request = async (work: Work): Promise<Answer> => {
      const result = await this.api.submit(work.item, label);
      if (result.status !== 'stored') return result;
      this.given.add({ labelId: result.labelId, activeSeconds: label.activeSeconds ?? 0 });
      const { feedback } = result;
      this.calibrates = this.calibrates && feedback !== undefined;
      return { status: result.status, next: feedback && { kind: 'feedback', feedback, said: label } };
    };
    this.sendAway(request, { isLabel: true, waits: this.calibrates });
  }

  skip(reason?: string): void {
    this.sendAway((work) => this.api.skip(work.item, reason));
  }

  /** Takes the query out of the queue as not a real one. */
  remove(): void {
    this.sendAway((work) => this.api.remove(work.item));
  }

  /** Opens the next item: at the start, after an item whose lease is lost, or after the feedback on the last one. */
  goOn(): void {
    this.screen = { kind: 'opening' };
    void this.openNext();
  }

  /** Remembers what was entered: at once in this browser, within two seconds on the server. */
  keepDraft(work: Work, draft: Draft): void {
    work.draft = draft;
    keepLocalDraft(work.item.id, draft);
    this.saver.schedule(work);
  }

  saveDraft(): void {
    void this.saver.flush();
  }

  async renew(): Promise<void> {
    for (const work of this.held()) {
      const result = await this.api.renew(work.item, false).catch(() => undefined);
      if (result?.status === 'conflict') this.refuse(work, result);
    }
  }

  async takeBack(): Promise<void> {
    if (this.screen.kind !== 'item') return;
    const { work } = this.screen;
    const result = await this.api
      .renew(work.item, true)
      .catch((error: unknown): Refused => ({ status: 'conflict', message: messageOf(error) }));
    if (!this.isShown(work)) return;
    if (result.status === 'conflict') return this.refuse(work, result);
    work.item = { ...work.item, fence: result.fence, leasedUntil: result.leasedUntil };
    this.show({ kind: 'item', work, notice: undefined });
  }

  /**
   * Takes a submission back, by default the last, and opens its item again. Returns a sentence if that cannot be
   * done.
   */
  readonly undo = async (labelId?: string): Promise<string | undefined> => {
    await this.outbox.settled();
    const last = labelId ?? this.given.last();
    if (last === undefined) return 'There is no submission of the last ten minutes to take back.';
    const sentence = await this.outbox.undo(() => this.undoLabel(last).catch(messageOf));
    this.emit();
    return sentence;
  };

  private async undoLabel(labelId: string): Promise<string | undefined> {
    const result = await this.api.undo(labelId);
    if (this.given.dropEarlier(labelId)) void this.findEarlier();
    if (result.status === 'conflict') return result.message;
    this.given.takeBack(labelId);
    if (result.item === null) return 'The label was taken back. There is no item to open for it.';
    const work = await this.supply.open(result.item, this.visit.signal);
    if (work !== undefined) this.bringBack(work, undefined);
    return undefined;
  }

  /**
   * Lets the item go from the screen while the request runs; brings it back if that fails. The next one opens
   * meanwhile, or, where it `waits`, after the screen that follows from the answer.
   */
  private sendAway(request: (work: Work) => Promise<Answer>, { isLabel = false, waits = false } = {}): void {
    if (this.screen.kind !== 'item') return;
    const { work } = this.screen;
    this.saver.cancel();
    this.behind = work;
    this.outbox.send<Answer>(work.item.id, {
      isLabel,
      request: () =>
        request(work).catch((error: unknown) => ({ status: 'failed', message: messageOf(error) })),
      answered: (answer) => this.takeAnswer(work, answer, waits),
    });
    this.screen = { kind: 'opening' };
    if (waits) this.emit();
    else void this.openNext();
  }

  private takeAnswer(work: Work, { status, message, reason, next }: Answer, waits: boolean): void {
    if (status === 'conflict' || status === 'failed') {
      this.bringBack(work, {
        message: message ?? 'The server refused it.',
        lease: status === 'conflict' ? leaseAfter(reason) : 'held',
      });
      return;
    }
    dropLocalDraft(work.item.id);
    if (!waits) this.emit();
    else if (this.screen.kind !== 'opening') return;
    else if (next !== undefined) this.show(next);
    else void this.openNext();
  }

  /** Expects the screen to be `opening`. */
  private async openNext(): Promise<void> {
    const over = this.visit.signal;
    try {
      if (this.supply.all().length === 0) await this.awaitItem(over);
    } catch (error) {
      if (!over.aborted) this.show({ kind: 'failed', message: messageOf(error) });
      return;
    }
    // Meanwhile the visit may have ended, or an item have come back.
    if (over.aborted || this.screen.kind !== 'opening') return;
    const work = this.supply.take();
    const { left } = this.supply;
    if (work === undefined) {
      if (left !== undefined) this.show({ kind: 'left', left });
      return;
    }
    this.show({ kind: 'item', work, notice: undefined });
    // In a task of its own: the reviewer sees the item before the next one is asked for.
    setTimeout(() => {
      if (!over.aborted && this.supply.all().length === 0)
        void this.supply.fetchOne(over).catch(() => undefined);
    });
  }

  private async awaitItem(over: AbortSignal): Promise<void> {
    const isWanted = () => !over.aborted && this.screen.kind === 'opening' && this.supply.all().length === 0;
    this.show({ kind: 'opening' });
    await this.supply.settled();
    // What is left in the queue is only known when all submissions have arrived.
    if (isWanted()) await this.outbox.settled();
    if (isWanted()) await this.supply.fetchOne(over);
  }

  /** Puts an item on the screen before the one that is there, which waits its turn with its draft. */
  private bringBack(work: Work, notice: Notice | undefined): void {
    this.behind = undefined;
    this.supply.putBack(this.onScreen()[0]);
    this.show({ kind: 'item', work, notice });
  }

  private async sendDraft(work: Work): Promise<void> {
    if (work.draft === null) return;
    const result = await this.api.saveDraft(work.item, work.draft).catch(() => undefined);
    if (result?.status === 'conflict') this.refuse(work, result);
  }

  private refuse(work: Work, { message, reason }: Refused): void {
    if (this.isShown(work)) this.show({ kind: 'item', work, notice: { message, lease: leaseAfter(reason) } });
    else this.supply.drop(work);
  }

  /** A page that was loaded anew does not know what it submitted; the server does. */
  private async findEarlier(): Promise<void> {
    const over = this.visit.signal;
    const found = await this.api.lastLabel().catch(() => undefined);
    if (!over.aborted && this.given.setEarlier(found)) this.emit();
  }

  private onScreen(): Work[] {
    return this.screen.kind === 'item' ? [this.screen.work] : [];
  }

  private isShown(work: Work): boolean {
    return this.onScreen().includes(work);
  }

  private held(): Work[] {
    return [...this.onScreen(), ...this.supply.all()];
  }

  private show(next: Screen): void {
    this.screen = next;
    this.emit();
  }

  private emit(): void {
    this.latest = this.takeSnapshot();
    for (const listener of this.listeners) listener();
  }

  private takeSnapshot(): SessionSnapshot {
    const given = this.given.tally();
    const sent = this.outbox.tally();
    return {
      screen: this.screen,
      ...given,
      ...sent,
      mayUndo: given.mayUndo || sent.changing > 0,
      ahead: this.supply.all()[0],
      behind: this.behind,
    };
  }
}

/** Without a reason it may be a fault on the way: whoever tries to take the item back is told. */
function leaseAfter(reason: string | undefined): Notice['lease'] {
  return reason === undefined || RETAKABLE.includes(reason) ? 'lost' : 'over';
}
