import type { Snippet, Split } from '../format.ts';
import { trlJob } from './trl-job.ts';

export function trlSftSnippet(splits: readonly Split[], epochs: number): Snippet {
  return trlJob(splits, {
    epochs,
    trainer: 'SFTTrainer',
    config: 'SFTConfig',
    dataset: 'prompt-completion',
    learningRate: '1e-4',
    note: 'Only the completion is learnt. "messages" holds whole conversations instead.',
  });
}
