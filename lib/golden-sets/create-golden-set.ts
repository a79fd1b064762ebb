import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { actorName } from '../auth/actor-name.ts';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import { isLostRace } from '../labelling/lost-race.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { questionsOfQueries } from './queries/questions-of-queries.ts';
import { createGoldenSetSchema, MOST_SETS, type SavedVersion, type VERSION_SOURCES } from './schema.ts';
import { writeVersion } from './write-version.ts';

const PATIENCE = { maxWait: 15_000, timeout: 60_000 };

/**
 * Makes a golden set with its first version: the given questions, then those of logged queries. Throws `conflict` if
 * the name is taken, `not_found` for a query that the project does not have.
 */
export async function createGoldenSet(
  ctx: Context,
  input: z.input<typeof createGoldenSetSchema>,
  source?: (typeof VERSION_SOURCES)[number],
): Promise<SavedVersion> {
  requirePermission(ctx, 'golden-sets:write');
  const { name, description, note, questions, queryIds, coverage } = createGoldenSetSchema.parse(input);
  const add = [...questions, ...(await questionsOfQueries(ctx, queryIds))];
  const id = uuidv7();
  const projectId = ctx.project.id;
  const at = ctx.now();
  const made = { id, projectId, name, description, createdBy: actorName(ctx), createdAt: at };
  const change = {
    setId: id,
    base: 0,
    add,
    note,
    coverage,
    source: source ?? (coverage ? 'sample' : 'edit'),
  };
  return ctx.stores.controlPlane.prisma
    .$transaction(async (tx) => {
      if ((await tx.goldenSet.count({ where: { projectId } })) >= MOST_SETS)
        throw new AppError('conflict', `A project has at most ${MOST_SETS} golden sets. Delete one first.`);
      await tx.goldenSet.create({ data: made });
      const saved = await writeVersion(tx, ctx, change);
      await recordAuditEvent(tx, {
        action: 'golden_set_made',
        at,
        actor: ctx.actor,
        projectId,
        subject: name,
        detail: { setId: id, questions: saved.questions },
      });
      return saved;
    }, PATIENCE)
    .catch((error: unknown) => {
      if (!isLostRace(error)) throw error;
      throw new AppError('conflict', `A golden set named “${name}” exists already.`, { path: 'name' });
    });
}
