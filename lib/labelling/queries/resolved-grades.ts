import { z } from 'zod';
import type { Prisma } from '../../platform/control-plane.ts';
import { resolvedGrade } from '../resolved-grade.ts';

export interface QuestionGrade {
  questionHash: string;
  chunkHash: string;
  grade: number;
}

/** The resolved grade of every chunk that has a current one for these questions. */
export async function readResolvedGrades(
  prisma: Prisma,
  projectId: string,
  questionHashes: readonly string[],
): Promise<QuestionGrade[]> {
  const judgements = await prisma.judgement.findMany({
    where: { projectId, current: true, questionHash: { in: [...questionHashes] } },
    select: { questionHash: true, chunkHash: true, grade: true },
  });
  const decided = await readDecidedGrades(prisma, projectId, questionHashes);
  const groups = Map.groupBy(judgements, (row) => JSON.stringify([row.questionHash, row.chunkHash]));
  for (const key of decided.keys()) if (!groups.has(key)) groups.set(key, []);
  return [...groups].flatMap(([key, rows]) => {
    const grade = resolvedGrade(
      rows.map((row) => row.grade),
      decided.get(key),
    );
    const [questionHash, chunkHash] = JSON.parse(key) as [string, string];
    return grade === undefined ? [] : [{ questionHash, chunkHash, grade }];
  });
}

/** By the pair of question and chunk; of two decisions on the same question the later one counts. */
async function readDecidedGrades(
  prisma: Prisma,
  projectId: string,
  questionHashes: readonly string[],
): Promise<Map<string, number>> {
  const decisions = await prisma.adjudication.findMany({
    where: { projectId, current: true, questionHash: { in: [...questionHashes] } },
    select: { questionHash: true, grades: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return new Map(
    decisions.flatMap(({ questionHash, grades }) =>
      Object.entries(z.record(z.string(), z.number()).parse(grades)).map(
        ([chunk, grade]) => [JSON.stringify([questionHash, chunk]), grade] as const,
      ),
    ),
  );
}
