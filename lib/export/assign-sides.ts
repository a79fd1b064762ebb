import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import type { Split } from './format.ts';
import { type Candidate, readQuestions } from './queries/candidates.ts';
import { readSides, type StoredSide } from './queries/sides.ts';
import { planSplits, type SplitOptions } from './splits.ts';

const ATTEMPTS = 5;
const ROWS_A_STATEMENT = 5000;

export interface AssignedSide {
  side: Split;
  /** The less strict side that it once had. */
  movedFrom: Split | null;
  /** Its cluster of near-duplicate questions: equal numbers, equal cluster. */
  cluster: number;
}

/**
 * Gives each candidate its side of the split, in the candidates' order, beside all queries of the project that have
 * one: see `planSplits`. `store` keeps what is given, so that it never changes but to a stricter side; without, this
 * only looks. Two runs at a time look at each other's: the later one begins again. Queries that are gone from the log
 * lose their side.
 */
export async function assignSides(
  ctx: Context,
  candidates: readonly Candidate[],
  options: SplitOptions & { store: boolean },
): Promise<AssignedSide[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { version, sides } = await readSides(ctx);
    const wanted = new Set(candidates.map(({ queryId }) => queryId));
    const elsewhere = [...sides.keys()].filter((queryId) => !wanted.has(queryId));
    const others = await readQuestions(ctx, elsewhere);
    const rows = [...candidates, ...others];
    const plan = await planSplits(
      rows.map((row) => ({ ...row, side: sides.get(row.queryId)?.side ?? null })),
      options,
    );
    const changes = rows.flatMap(({ queryId }, place) => {
      const change = changeOf(queryId, plan.sides[place], sides.get(queryId));
      return change === undefined ? [] : [change];
    });
    const there = new Set(others.map(({ queryId }) => queryId));
    const gone = elsewhere.filter((queryId) => !there.has(queryId));
    if (options.store && !(await storeSides(ctx, version, { changes, gone }))) continue;
    const movedFrom = new Map(changes.map((change) => [change.queryId, change.movedFrom]));
    return candidates.map(({ queryId }, place) => ({
      side: plan.sides[place] ?? 'test',
      movedFrom: movedFrom.get(queryId) ?? sides.get(queryId)?.movedFrom ?? null,
      cluster: plan.clusters[place] ?? place,
    }));
  }
  throw new AppError('unavailable', 'Other exports kept changing the splits. Try again.', {
    retryAfterSeconds: 10,
  });
}

interface Change extends StoredSide {
  queryId: string;
}

function changeOf(queryId: string, side: Split = 'test', stored?: StoredSide): Change | undefined {
  if (stored?.side === side) return undefined;
  return { queryId, side, movedFrom: stored === undefined ? null : (stored.movedFrom ?? stored.side) };
}

/** False where another run has stored sides since `version` was read: then nothing is stored. */
async function storeSides(
  ctx: Context,
  version: number,
  { changes, gone }: { changes: readonly Change[]; gone: readonly string[] },
): Promise<boolean> {
  if (changes.length === 0 && gone.length === 0) return true;
  const projectId = ctx.project.id;
  return ctx.stores.controlPlane.prisma.$transaction(
    async (tx) => {
      await tx.exportSideVersion.createMany({ data: [{ projectId, version: 0 }], skipDuplicates: true });
      const { count } = await tx.exportSideVersion.updateMany({
        where: { projectId, version },
        data: { version: version + 1 },
      });
      if (count === 0) return false;
      for (let from = 0; from < changes.length; from += ROWS_A_STATEMENT) {
        const part = changes.slice(from, from + ROWS_A_STATEMENT);
        await tx.$executeRaw`
          INSERT INTO "ExportSide" ("projectId", "queryId", "side", "movedFrom")
          SELECT ${projectId}, given.* FROM unnest(${part.map((change) => change.queryId)}::text[],
            ${part.map((change) => change.side)}::text[], ${part.map((change) => change.movedFrom)}::text[]) AS given
          ON CONFLICT ("projectId", "queryId")
          DO UPDATE SET "side" = excluded."side", "movedFrom" = excluded."movedFrom"`;
      }
      for (let from = 0; from < gone.length; from += ROWS_A_STATEMENT)
        await tx.exportSide.deleteMany({
          where: { projectId, queryId: { in: gone.slice(from, from + ROWS_A_STATEMENT) } },
        });
      return true;
    },
    { timeout: 300_000 },
  );
}
