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
  const groups = Map.groupBy(judgements, (row) => JSON.stringify([row.questionHash, row.chunkHash]));
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows;
    const grade = resolvedGrade(rows.map((row) => row.grade));
    return first === undefined || grade === undefined ? [] : [{ ...first, grade }];
  });
}
