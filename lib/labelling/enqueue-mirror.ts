import type { Transaction } from '../platform/control-plane.ts';

export interface MirrorKeys {
  queries?: Iterable<string>;
  /** Question hashes. */
  questions?: Iterable<string>;
}

/**
 * Notes within `tx` what must be copied into the query log. The row lock puts writers of one key in order, so the
 * stamp of the later one is higher and its copy wins. Stamps are microseconds since 1970, above `above` if given.
 */
export async function enqueueMirror(
  tx: Transaction,
  projectId: string,
  { queries = [], questions = [] }: MirrorKeys,
  above = 0,
): Promise<void> {
  const tasks = [
    ...[...new Set(queries)].sort().map((key) => ['query', key] as const),
    ...[...new Set(questions)].sort().map((key) => ['question', key] as const),
  ];
  if (tasks.length === 0) return;
  const kinds = tasks.map(([kind]) => kind);
  const keys = tasks.map(([, key]) => key);
  await tx.$executeRaw`
    INSERT INTO "MirrorTask" ("projectId", "kind", "key", "stamp")
    SELECT ${projectId}, kind, key,
      GREATEST((EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint, ${BigInt(above)}::bigint + 1)
    FROM unnest(${kinds}::text[], ${keys}::text[]) AS task(kind, key)
    ON CONFLICT ("projectId", "kind", "key")
    DO UPDATE SET "stamp" = GREATEST("MirrorTask"."stamp" + 1, EXCLUDED."stamp"), "pending" = true`;
}
