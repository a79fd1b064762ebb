import type { Snippet, Split } from '../format.ts';
import { stJob } from './st-job.ts';

export function stPairsSnippet(splits: readonly Split[], epochs: number): Snippet {
  return stJob(splits, epochs);
}
