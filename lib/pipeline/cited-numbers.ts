const MARKERS = /\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]/g;

/** Numbers from 1 to `hits` that an answer names in square brackets, each once, in ascending order. */
export function citedNumbers(answer: string, hits: number): number[] {
  const found = [...answer.matchAll(MARKERS)].flatMap(([, list = '']) => list.split(/[,;]/).map(Number));
  return [...new Set(found)].filter((number) => number >= 1 && number <= hits).sort((a, b) => a - b);
}
