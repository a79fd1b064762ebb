import type { Exclusion } from '../exclusions.ts';
import { isBlank, type TrainingExample, unfitForTraining } from '../training-example.ts';

export type PreferencePair = { chosen: string; rejected: string } | { excluded: Exclusion };

/** The ideal answer before the logged one, where reviewers found the logged one partly right or wrong. */
export function preferencePair(example: TrainingExample): PreferencePair {
  const { verdict, idealAnswer, answer } = example;
  const unfit = unfitForTraining(example);
  if (unfit !== null) return { excluded: unfit };
  if (verdict === 'correct') return { excluded: 'found_correct' };
  if (verdict !== 'partly' && verdict !== 'wrong') return { excluded: 'no_verdict' };
  if (idealAnswer === null || isBlank(idealAnswer)) return { excluded: 'no_ideal_answer' };
  if (answer === null) return { excluded: 'no_answer' };
  if (isBlank(answer)) return { excluded: 'empty_answer' };
  if (answer.trim() === idealAnswer.trim()) return { excluded: 'same_answer' };
  return { chosen: idealAnswer, rejected: answer };
}
