import type { Context } from '#lib/platform/context.ts';
import { counted } from './counted.ts';
import { type EventNotes, newNotes } from './event-notes.ts';
import { EventRejection } from './event-rejection.ts';
import { ingestState } from './ingest-state.ts';
import { quarantineRow, rejectedId } from './quarantine-row.ts';
import { type KnownScore, knownScores } from './queries/known-scores.ts';
import type { IngestAnswer, RejectedEvent } from './schema.ts';
import { type ScoreRow, scoreKey, scoreRow } from './score-row.ts';
import { newSubmission, type QuarantineRow } from './submission.ts';

/**
 * Stores scores, whichever wire they came by, and returns once they are on disk. Each item is checked as the schema of
 * POST /api/v1/scores says (also for NaN, which other wires can carry) and changed in place; one that cannot be
 * stored is quarantined without touching its neighbours. There is one score for each query, hit, name, source and
 * version: the later takes the place of the earlier, one that says the same is a duplicate. Neither query nor hit
 * need be known yet. The caller has checked the permission.
 *
 * `replayed` says of scores that come from quarantine when each first came, and what was noted of it then.
 */
export async function storeScores(
  ctx: Context,
  items: readonly unknown[],
  { replayed }: { replayed?: readonly ReplayedScore[] } = {},
): Promise<IngestAnswer> {
  const batch = prepareBatch(ctx, items, replayed);
  const rejected = batch.rejected.map(({ code }) => code);
  const sent = replayed === undefined ? items.length : 0;
  return counted(ctx, 'score', { sent, rejected }, async () => {
    const known = await knownScores(ctx, batch.rows);
    const changed = changedScores(batch.rows, known, replayed !== undefined);
    const quarantine = replayed === undefined ? batch.quarantine : [];
    await ingestState(ctx.stores).groupCommit.submit(
      newSubmission(ctx.project.id, { scores: changed, quarantine }),
    );
    const accepted = changed.length;
    const duplicates = batch.rows.length - accepted;
    return {
      answer: { accepted, duplicates, ids: batch.ids, rejected: batch.rejected },
      accepted,
      duplicates,
    };
  });
}

interface ReplayedScore {
  notes: EventNotes;
  /** Epoch ms. */
  receivedMs: number;
}

interface Batch {
  rows: ScoreRow[];
  ids: (string | null)[];
  rejected: RejectedEvent[];
  quarantine: QuarantineRow[];
}

function prepareBatch(
  ctx: Context,
  items: readonly unknown[],
  replayed: readonly ReplayedScore[] | undefined,
): Batch {
  const projectId = ctx.project.id;
  const now = ctx.now().getTime();
  const batch: Batch = { rows: [], ids: [], rejected: [], quarantine: [] };
  items.forEach((raw, index) => {
    const notes = replayed?.[index]?.notes ?? newNotes();
    const arrival = { projectId, receivedMs: replayed?.[index]?.receivedMs ?? now };
    try {
      const row = scoreRow(raw, arrival, notes);
      batch.rows.push(row);
      batch.ids.push(row.query_id);
    } catch (error) {
      if (!(error instanceof EventRejection)) throw error;
      const { code, path, message } = error;
      const id = rejectedId(raw, 'queryId');
      batch.ids.push(null);
      batch.rejected.push({ index, id, code, path, message });
      batch.quarantine.push(quarantineRow(error, { ...arrival, raw, id, notes, unit: 'score' }));
    }
  });
  return batch;
}

/**
 * The last score of each key, unless it says what is known. Its version is above the known one's, so that it wins
 * where a clock was set back or two came in one millisecond; a replayed one stays behind what came after it.
 */
function changedScores(
  rows: readonly ScoreRow[],
  known: ReadonlyMap<string, KnownScore>,
  isReplay: boolean,
): ScoreRow[] {
  const last = new Map(rows.map((row) => [scoreKey(row), row]));
  return [...last].flatMap(([key, row]) => {
    const before = known.get(key);
    if (before === undefined) return [row];
    if (isReplay && before.version > row.version) return [];
    return isSame(before, row) ? [] : [{ ...row, version: Math.max(row.version, before.version + 1) }];
  });
}

function isSame(a: KnownScore, b: KnownScore): boolean {
  return a.value === b.value && a.label === b.label && a.comment === b.comment;
}
