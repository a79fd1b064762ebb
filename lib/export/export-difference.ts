import type { Exclusion } from './exclusions.ts';
import type { ExportedRows } from './exported-rows.ts';
import type { Difference } from './schema.ts';

/** What no longer matches the filter, or was deleted. */
const GONE = 'gone';

/** What has changed since an earlier export of the same recipe; `reasonOf` says why a query is not in this one. */
export function exportDifference(
  earlier: { exportId: string; at: Date; rows: ExportedRows },
  rows: ExportedRows,
  reasonOf: (queryId: string) => Exclusion | undefined,
): Difference {
  const reasons = new Map<string, number>();
  let moved = 0;
  for (const [queryId, side] of earlier.rows) {
    const now = rows.get(queryId);
    if (now !== undefined && now !== side) moved += 1;
    if (now !== undefined) continue;
    const reason = reasonOf(queryId) ?? GONE;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return {
    exportId: earlier.exportId,
    at: earlier.at.toISOString(),
    added: [...rows.keys()].filter((queryId) => !earlier.rows.has(queryId)).length,
    removed: [...reasons.values()].reduce((sum, count) => sum + count, 0),
    moved,
    reasons: Object.fromEntries([...reasons].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
