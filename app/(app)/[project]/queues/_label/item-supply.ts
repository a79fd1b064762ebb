import type { LeasedItem } from '#lib/labelling/schema.ts';
import { MAX_HELD } from '#lib/labelling/schema.ts';
import type { LabellingApi } from './labelling-api.ts';
import { newerDraft, readLocalDraft } from './local-draft.ts';
import type { Left, Work } from './session-snapshot.ts';

/**
 * The items that wait behind the one on the screen, and where more come from. A signal says of a visit that it is over:
 * what is still fetched for it is given back.
 */
export class ItemSupply {
  /** What the server said when it had nothing left for this person. */
  left: Left | undefined;
  private readonly api: LabellingApi;
  private readonly inUse: () => string[];
  private readonly arrived: () => void;
  private waiting: Work[] = [];
  private fetching: Promise<void> | undefined;

  /** `inUse`: the ids of items on the screen or on their way to the server. */
  constructor(api: LabellingApi, options: { inUse: () => string[]; arrived: () => void }) {
    this.api = api;
    this.inUse = options.inUse;
    this.arrived = options.arrived;
  }

  all(): readonly Work[] {
    return this.waiting;
  }

  take(): Work | undefined {
    return this.waiting.shift();
  }

  /** Puts an item first again; what is more than a person may hold is given back. */
  putBack(work: Work | undefined): void {
    if (work !== undefined) this.waiting.unshift(work);
    for (const surplus of this.waiting.splice(MAX_HELD - 1)) this.api.release(surplus.item);
  }

  drop(work: Work): void {
    this.waiting = this.waiting.filter((other) => other !== work);
  }

  clear(): void {
    this.waiting = [];
  }

  /** Claims one item, or says in `left` that there is none. Calls at the same time share one claim. */
  fetchOne(over: AbortSignal): Promise<void> {
    this.fetching ??= this.claimOne(over).finally(() => {
      this.fetching = undefined;
    });
    return this.fetching;
  }

  /** Resolves when nothing is being fetched, whether that succeeded or not. */
  async settled(): Promise<void> {
    await this.fetching?.catch(() => undefined);
  }

  /** The query of a leased item, with the newer of its drafts. Undefined, and the item given back, for a visit that is over. */
  async open(item: LeasedItem, over: AbortSignal): Promise<Work | undefined> {
    try {
      const opened = over.aborted ? undefined : await this.api.open(item.queryId);
      if (opened !== undefined && !over.aborted)
        return { ...opened, item, draft: newerDraft(item.draft, readLocalDraft(item.id)) };
    } catch (error) {
      this.api.release(item);
      throw error;
    }
    this.api.release(item);
    return undefined;
  }

  private async claimOne(over: AbortSignal): Promise<void> {
    const except = [...this.inUse(), ...this.waiting.map((work) => work.item.id)];
    if (except.length >= MAX_HELD) return;
    const claimed = await this.api.claim(except);
    if ('empty' in claimed) {
      this.left = claimed.empty;
      return;
    }
    const work = await this.open(claimed.item, over);
    if (work === undefined) return;
    this.waiting.push(work);
    this.arrived();
  }
}
