import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import { isLostRace } from '../labelling/lost-race.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { requireGoldenSet } from './queries/golden-sets.ts';
import { questionsOfQueries } from './queries/questions-of-queries.ts';
import { type SavedVersion, saveGoldenSetSchema } from './schema.ts';
import { type VersionChange, writeVersion } from './write-version.ts';

const PATIENCE = { maxWait: 15_000, timeout: 60_000 };

/**
 * Adds a version to a set, with questions added, changed and removed. Throws `not_found`, and `conflict` where
 * somebody saved a later version than the one that the change starts from.
 */
export async function saveGoldenSet(
  ctx: Context,
  input: z.input<typeof saveGoldenSetSchema> & { setId: string },
): Promise<SavedVersion> {
  requirePermission(ctx, 'golden-sets:write');
  const { setId, ...rest } = input;
  const { baseVersion, add, queryIds, change, remove, note } = saveGoldenSetSchema.parse(rest);
  await requireGoldenSet(ctx, setId);
  const made = await questionsOfQueries(ctx, queryIds);
  const all = [...add, ...made];
  return addVersion(ctx, { setId, base: baseVersion, add: all, change, remove, note, source: 'edit' });
}

/** The same for a change that is worked out already. */
export async function addVersion(ctx: Context, change: VersionChange): Promise<SavedVersion> {
  const { setId, base } = change;
  const projectId = ctx.project.id;
  return ctx.stores.controlPlane.prisma
    .$transaction(async (tx) => {
      const set = await requireGoldenSet(ctx, setId, tx);
      if (set.version !== base) throw laterVersion(set.version);
      const saved = await writeVersion(tx, ctx, change);
      const { version, added, changed, removed } = saved;
      if (version === base) return saved;
      await recordAuditEvent(tx, {
        action: 'golden_set_changed',
        at: ctx.now(),
        actor: ctx.actor,
        projectId,
        subject: set.name,
        detail: { setId, version, added, changed, removed },
      });
      return saved;
    }, PATIENCE)
    .catch((error: unknown) => {
      throw isLostRace(error) ? laterVersion(base + 1) : error;
    });
}

function laterVersion(version: number): AppError {
  return new AppError(
    'conflict',
    `The set has version ${version} by now. Load it again and repeat the change.`,
    { path: 'baseVersion' },
  );
}
