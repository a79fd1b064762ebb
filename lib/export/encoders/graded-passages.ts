import { DEFAULT_THRESHOLD } from '../../retrieval-metrics/graded-ranking.ts';
import { isBlank, type Passage, type TrainingExample } from '../training-example.ts';

export interface GradedPassage extends Passage {
  text: string;
  grade: number;
}

export interface PassagesByRelevance {
  /** Graded 2 and over. */
  relevant: GradedPassage[];
  /** Graded 0. */
  irrelevant: GradedPassage[];
  /** All that are graded. */
  graded: GradedPassage[];
}

/**
 * The passages with a text that people graded for the example's question: its hits in their order, then the
 * others. Of passages that read the same, only the one with the best grade.
 */
export function passagesByRelevance(example: TrainingExample): PassagesByRelevance {
  const best = new Map<string, GradedPassage>();
  for (const { text, grade, ...passage } of [...example.hits, ...example.otherJudged]) {
    if (text === null || grade === null || isBlank(text)) continue;
    const key = readsAs(text);
    if (grade > (best.get(key)?.grade ?? -1)) best.set(key, { ...passage, text, grade });
  }
  const graded = [...best.values()];
  return {
    graded,
    relevant: graded.filter(({ grade }) => grade >= DEFAULT_THRESHOLD),
    irrelevant: graded.filter(({ grade }) => grade === 0),
  };
}

function readsAs(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
