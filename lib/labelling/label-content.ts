import type { ChunkGrade } from './grade-keys.ts';

interface Content {
  verdict: string;
  failure?: string | null | undefined;
  secondaryFailure?: string | null | undefined;
  detail?: string | null | undefined;
  inDocuments?: string | null | undefined;
  nothingToFind?: boolean | null | undefined;
  idealAnswer?: string | null | undefined;
  missingDocument?: string | null | undefined;
  note?: string | null | undefined;
  flag?: string | null | undefined;
}

/** What a label says, as one string: two labels of the same content are the same label sent again. */
export function labelContent(label: Content, grades: readonly ChunkGrade[]): string {
  return JSON.stringify([
    label.verdict,
    label.failure ?? null,
    label.secondaryFailure ?? null,
    label.detail ?? null,
    label.inDocuments ?? null,
    label.nothingToFind ?? null,
    label.idealAnswer ?? null,
    label.missingDocument ?? null,
    label.note ?? null,
    label.flag ?? null,
    grades
      .filter(({ chunk }) => chunk !== label.missingDocument)
      .map(({ chunk, grade, bulk }) => [chunk, grade, bulk])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  ]);
}
