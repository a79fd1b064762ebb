/** The two values that are most frequent, of a list in that order, as they are counted: v7 before v10. */
export function firstTwo(values: readonly string[]): string[] {
  return values
    .filter((value) => value !== '')
    .slice(0, 2)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
