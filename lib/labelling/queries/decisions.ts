import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import { hiddenLabels } from '../../query-log/queries/hidden-labels.ts';
import { gradeSchema } from '../../query-log/schema.ts';
import type { Decision, Decisions } from '../adjudication-schema.ts';
import { gradeKeys } from '../grade-keys.ts';
import { type GradableQuery, readGradableQueries } from './gradable-queries.ts';

const byChunkSchema = z.record(z.string(), gradeSchema);

/**
 * What was decided on a query, and what had been decided before that. None for a reader who must still judge the
 * query unseen, and no grades where they must so judge another query that asks the same. Throws `not_found`.
 */
export async function readDecisions(ctx: Context, queryId: string): Promise<Decisions> {
  requirePermission(ctx, 'labels:read');
  const query = (await readGradableQueries(ctx, [queryId])).get(queryId);
  if (query === undefined) throw notFound('The query');
  const hidden = await hiddenLabels(ctx);
  if (hidden.queries.includes(queryId)) return { current: null, earlier: [] };
  const showsGrades = !hidden.questions.includes(query.questionHash);

  const { prisma } = ctx.stores.controlPlane;
  const rows = await prisma.adjudication.findMany({
    where: { projectId: ctx.project.id, queryId },
    orderBy: { id: 'desc' },
  });
  const people = await prisma.person.findMany({
    where: { projectId: ctx.project.id, id: { in: rows.map(({ personId }) => personId) } },
    select: { id: true, name: true },
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const decisions = rows.map(({ personId, grades, createdAt, endedAt, ...row }) => ({
    isCurrent: row.current,
    decision: {
      id: row.id,
      by: names.get(personId) ?? '',
      verdict: row.verdict,
      failure: row.failure,
      secondaryFailure: row.secondaryFailure,
      detail: row.detail,
      nothingToFind: row.nothingToFind,
      idealAnswer: row.idealAnswer,
      note: row.note,
      grades: showsGrades ? gradesByHit(query, grades) : {},
      createdAt: createdAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    },
  }));
  return {
    current: decisions.find(({ isCurrent }) => isCurrent)?.decision ?? null,
    earlier: decisions.filter(({ isCurrent }) => !isCurrent).map(({ decision }) => decision),
  };
}

function gradesByHit({ hits }: GradableQuery, stored: unknown): Decision['grades'] {
  const byChunk = byChunkSchema.parse(stored);
  const keys = gradeKeys(hits);
  return Object.fromEntries(
    hits.flatMap(({ chunk }, place) => {
      const [grade, key] = [byChunk[chunk], keys[place]];
      return grade === undefined || key === undefined ? [] : [[key, grade]];
    }),
  );
}
