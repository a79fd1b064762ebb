import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import type { Context } from '../platform/context.ts';
import { AppError, notFound } from '../platform/errors.ts';
import { requireGoldenSet } from './queries/golden-sets.ts';
import { questionsOfQueries } from './queries/questions-of-queries.ts';
import { addVersion } from './save-golden-set.ts';
import { addGoldenQuestionSchema, type SavedVersion } from './schema.ts';
import type { NewQuestion } from './write-version.ts';

const ATTEMPTS = 5;

/**
 * Keeps a question in a set, which gets a version for it: one that is given whole, or a logged query with what its
 * labels say, of which the given fields go before. `added` 0 and `duplicates` 1 where the set asks it already; there is
 * no version then. Throws `not_found`.
 */
export async function addGoldenQuestion(
  ctx: Context,
  input: z.input<typeof addGoldenQuestionSchema> & { setId: string },
): Promise<SavedVersion> {
  requirePermission(ctx, 'golden-sets:write');
  const { setId, ...rest } = input;
  const given = addGoldenQuestionSchema.parse(rest);
  await requireGoldenSet(ctx, setId);
  const add = [await questionOf(ctx, given)];
  for (let attempt = 1; ; attempt++) {
    const { version } = await requireGoldenSet(ctx, setId);
    try {
      const source = 'queryId' in given ? 'query' : 'edit';
      return await addVersion(ctx, { setId, base: version, add, source, note: '' });
    } catch (error) {
      // Somebody else kept another question at the same moment: this one comes after it.
      if (attempt === ATTEMPTS || !(error instanceof AppError && error.kind === 'conflict')) throw error;
    }
  }
}

async function questionOf(
  ctx: Context,
  given: z.output<typeof addGoldenQuestionSchema>,
): Promise<NewQuestion> {
  if (!('queryId' in given)) return given;
  const { queryId, ...fields } = given;
  const [made] = await questionsOfQueries(ctx, [queryId]);
  if (made === undefined) throw notFound('The query');
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { ...made, ...Object.fromEntries(set) };
}
