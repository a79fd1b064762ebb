import type { Snippet, Split } from '../format.ts';
import { openaiJob } from './openai-chat.ts';

/** A preference job: the same interface, another method. */
export function openaiPreferenceSnippet(splits: readonly Split[], epochs: number): Snippet {
  const hyperparameters = `{"beta": 0.1, "n_epochs": ${epochs}}`;
  return openaiJob(splits, `\n    method={"type": "dpo", "dpo": {"hyperparameters": ${hyperparameters}}},`);
}
