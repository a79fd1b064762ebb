import type { ClaimResult, Draft, LabelDraft, LeasedItem, SubmitResult } from '#lib/labelling/schema.ts';
import type { VisitTally } from '../_components/queue-tally.ts';
import type { OpenedQuery } from './labelling-api.ts';

/** An item on the screen or fetched ahead, with what the reviewer has entered for it. */
export interface Work extends OpenedQuery {
  item: LeasedItem;
  draft: Draft | null;
}

/**
 * What went wrong with the item on the screen. Its lease is `held`, so that the label may be submitted again; `lost`,
 * so that it may be taken back; or `over`: nobody can have it any more.
 */
export interface Notice {
  message: string;
  lease: 'held' | 'lost' | 'over';
}

export type Left = Extract<ClaimResult, { empty: unknown }>['empty'];

/** What had been decided of the item that was just submitted, for a reviewer who is being calibrated. */
export type Feedback = NonNullable<Extract<SubmitResult, { status: 'stored' }>['feedback']>;

export type Screen =
  | { kind: 'opening' }
  | { kind: 'item'; work: Work; notice: Notice | undefined }
  | { kind: 'feedback'; feedback: Feedback; said: LabelDraft }
  | { kind: 'left'; left: Left }
  | { kind: 'failed'; message: string };

export interface SessionSnapshot extends VisitTally {
  screen: Screen;
  /** Submitted in this visit, and the seconds worked on them. */
  items: number;
  activeSeconds: number;
  /** What opens next, for whoever can prepare it. */
  ahead: Work | undefined;
  /** What was sent away last, until there is something ahead again: it may come back. */
  behind: Work | undefined;
  /** Whether something can be taken back, or is on its way and then can. */
  mayUndo: boolean;
}
