import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { goldContent, goldDraft, saysTheSame } from './gold-content.ts';
import { keepDraft } from './keep-draft.ts';
import { draftSchema } from './schema.ts';
import type { NewLabel } from './store-labels.ts';

/**
 * Takes a label of the person who asks as the revision of what they said of a gold item, which stays no label and
 * leaves the decision standing. Undefined where they said nothing of the query as gold, or have a label of it.
 * Internal to the domain.
 */
export async function reviseGold(
  ctx: Context,
  tx: Transaction,
  revised: NewLabel,
): Promise<{ id: string; changed: boolean } | undefined> {
  const { actor, project } = ctx;
  const { personId, queryId, label, grades } = revised;
  if (actor.kind !== 'person' || actor.personId !== personId) return undefined;
  const said = { projectId: project.id, personId, queryId };
  const answer = await tx.goldAnswer.findFirst({ where: said, orderBy: { at: 'desc' } });
  if (answer === null || (await tx.label.count({ where: { ...said, current: true } })) > 0) return undefined;

  const { itemId } = answer;
  const draft = await tx.draft.findUnique({ where: { itemId_personId: { itemId, personId } } });
  const before = goldContent(draft === null ? null : draftSchema.parse(JSON.parse(draft.content)));
  if (before !== undefined && saysTheSame(before, label)) return { id: answer.id, changed: false };
  const now = ctx.now();
  const id = uuidv7();
  const failure = label.failure ?? null;
  await tx.goldAnswer.update({
    where: { id: answer.id },
    data: {
      id,
      verdict: label.verdict,
      failure,
      grades: Object.fromEntries(grades.map(({ chunk, grade }) => [chunk, grade])),
      // Who was told the decision is measured by what they said before.
      agrees: answer.calibration ? answer.agrees : await agreesWithDecision(tx, said, label.verdict, failure),
      at: now,
    },
  });
  await keepDraft(tx, { itemId, personId, content: goldDraft(label), now });
  return { id, changed: true };
}

async function agreesWithDecision(
  tx: Transaction,
  { projectId, queryId }: { projectId: string; queryId: string },
  verdict: string,
  failure: string | null,
): Promise<boolean> {
  const decided = await tx.adjudication.findFirst({
    where: { projectId, queryId },
    orderBy: { createdAt: 'desc' },
  });
  return decided !== null && decided.verdict === verdict && decided.failure === failure;
}
