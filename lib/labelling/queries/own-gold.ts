import type { Context } from '../../platform/context.ts';
import { gradeSchema } from '../../query-log/schema.ts';
import { contradictsEvidence } from '../contradiction.ts';
import { goldContent } from '../gold-content.ts';
import { chunkGrades, gradesByKey } from '../grade-keys.ts';
import { labelInputSchema, type OwnLabelView } from '../schema.ts';
import type { GradableQuery } from './gradable-queries.ts';
import { readDraft } from './items.ts';

/** What the person who asks said of a query as a gold item, as a label of theirs would be read; null if nothing. */
export async function readOwnGold(
  ctx: Context,
  query: GradableQuery,
  person: { personId: string; name: string },
): Promise<OwnLabelView | null> {
  const { prisma } = ctx.stores.controlPlane;
  const answer = await prisma.goldAnswer.findFirst({
    where: { projectId: ctx.project.id, queryId: query.id, personId: person.personId },
    orderBy: { at: 'desc' },
  });
  if (answer === null) return null;
  const label =
    goldContent(await readDraft(ctx, answer.itemId, person.personId)) ??
    labelInputSchema.parse({ verdict: answer.verdict, failure: answer.failure });
  const { grades } = chunkGrades(query.hits, label.grades, label.bulkGrades);
  const byKey = (rows: typeof grades) =>
    gradesByKey(query.hits, new Map(rows.map(({ chunk, grade }) => [chunk, gradeSchema.parse(grade)])));
  return {
    id: answer.id,
    queryId: query.id,
    reviewer: person.name,
    verdict: label.verdict,
    failure: label.failure ?? null,
    secondaryFailure: label.secondaryFailure ?? null,
    detail: label.detail ?? null,
    inDocuments: label.inDocuments ?? null,
    nothingToFind: label.nothingToFind ?? null,
    idealAnswer: label.idealAnswer ?? null,
    missingDocument: label.missingDocument ?? null,
    grades: byKey(grades),
    bulkGrades: Object.keys(byKey(grades.filter(({ bulk }) => bulk))),
    note: label.note ?? null,
    flag: label.flag ?? null,
    activeSeconds: label.activeSeconds ?? null,
    flagged: contradictsEvidence(
      label,
      grades.map(({ grade }) => grade),
    ),
    createdAt: answer.at.toISOString(),
  };
}
