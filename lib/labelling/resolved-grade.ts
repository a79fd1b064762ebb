/**
 * The grade of a chunk for a question: the adjudicated one, else the lower median of the reviewers' current
 * grades (of an even number, the lower of the middle two). Undefined while ungraded.
 */
export function resolvedGrade(grades: readonly number[], adjudicated?: number): number | undefined {
  return adjudicated ?? [...grades].sort((a, b) => a - b)[Math.floor((grades.length - 1) / 2)];
}
