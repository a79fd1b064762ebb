import { z } from 'zod';
import { type OwnLabel, ownLabelsSchema } from '#lib/labelling/own-label-schema.ts';
import {
  type ClaimResult,
  claimResultSchema,
  type Draft,
  type LabelDraft,
  type LabellingView,
  type LeasedItem,
  type LeaseResult,
  labellingViewSchema,
  leaseResultSchema,
  type SavedResult,
  type SkipResult,
  type SubmitResult,
  savedResultSchema,
  skipResultSchema,
  submitResultSchema,
  type UndoResult,
  undoResultSchema,
} from '#lib/labelling/schema.ts';
import { type QueryDetail, queryDetailSchema } from '#lib/query-log/schema.ts';
import { ApiError, callApi } from '../../../../_components/call-api.ts';

/** A lease that does not serve any more, as far as the screen must know. */
export interface Refused {
  status: 'conflict';
  /** One of CONFLICTS, where the server named one. */
  reason?: string | undefined;
  message: string;
}

export interface OpenedQuery {
  query: QueryDetail;
  labelling: LabellingView;
}

/** What a labelling session asks of the server. Throws ApiError where the server refuses or is away. */
export interface LabellingApi {
  claim(except: readonly string[]): Promise<ClaimResult>;
  open(queryId: string): Promise<OpenedQuery>;
  submit(item: LeasedItem, label: LabelDraft): Promise<SubmitResult | Refused>;
  skip(item: LeasedItem, reason: string | undefined): Promise<SkipResult | Refused>;
  remove(item: LeasedItem): Promise<{ status: string }>;
  saveDraft(item: LeasedItem, draft: Draft): Promise<SavedResult | Refused>;
  renew(item: LeasedItem, takeBack: boolean): Promise<LeaseResult | Refused>;
  undo(labelId: string): Promise<UndoResult | Refused>;
  /** The person's newest label of this queue, if it can still be taken back. */
  lastLabel(): Promise<string | undefined>;
  /** Gives an item back without waiting; works while the page is being left. */
  release(item: LeasedItem): void;
}

export function createLabellingApi(project: string, queueId: string): LabellingApi {
  const post = <T>(path: string, body: unknown, schema: Parameters<typeof callApi<T>>[4]) =>
    callApi<T>(project, 'POST', `/api/v1/${path}`, body, schema);
  const onItem = <T>(
    item: LeasedItem,
    verb: string,
    body: object,
    schema: Parameters<typeof callApi<T>>[4],
  ) => post<T>(`items/${item.id}/${verb}`, { fence: item.fence, ...body }, schema).catch(refused);
  return {
    claim: (except) => post(`queues/${queueId}/claim`, { except }, claimResultSchema),
    open: (queryId) => openQuery(project, queryId, queueId),
    submit: (item, label) => onItem(item, 'label', { label }, submitResultSchema),
    skip: (item, reason) => onItem(item, 'skip', { reason }, skipResultSchema),
    remove: async (item) => {
      await post(`items/${item.id}/remove`, undefined, z.object({ removed: z.number() }));
      return { status: 'removed' };
    },
    saveDraft: (item, draft) => onItem(item, 'draft', { draft }, savedResultSchema),
    renew: (item, takeBack) => onItem(item, 'lease', { takeBack }, leaseResultSchema),
    undo: (labelId) => post(`labels/${labelId}/undo`, undefined, undoResultSchema).catch(refused),
    lastLabel: async () => {
      const last = (await ownLabels(project)).find((label) => label.queueId === queueId);
      return last !== undefined && Date.parse(last.undoUntil) > Date.now() ? last.id : undefined;
    },
    release: (item) => {
      // Not through callApi: only a request with `keepalive` outlives its page.
      void fetch(`/api/v1/items/${item.id}/release?project=${encodeURIComponent(project)}`, {
        method: 'POST',
        keepalive: true,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ fence: item.fence }),
      }).catch(() => undefined);
    },
  };
}

/** The person's last 50 labels, newest first. */
export async function ownLabels(project: string): Promise<OwnLabel[]> {
  return (await callApi(project, 'GET', '/api/v1/labels/mine', undefined, ownLabelsSchema)).items;
}

async function openQuery(project: string, queryId: string, queueId: string): Promise<OpenedQuery> {
  const path = `/api/v1/queries/${encodeURIComponent(queryId)}`;
  const [query, labelling] = await Promise.all([
    callApi(project, 'GET', path, undefined, queryDetailSchema),
    callApi(
      project,
      'GET',
      `${path}/labelling?queueId=${encodeURIComponent(queueId)}`,
      undefined,
      labellingViewSchema,
    ),
  ]);
  return { query, labelling };
}

function refused(error: unknown): Refused {
  if (error instanceof ApiError && error.status === 409)
    return { status: 'conflict', reason: reasonOf(error.answer), message: error.message };
  throw error;
}

function reasonOf(answer: unknown): string | undefined {
  const refusal = z.object({ reason: z.string() }).safeParse(answer);
  return refusal.success ? refusal.data.reason : undefined;
}
