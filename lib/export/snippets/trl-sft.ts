import type { Snippet, Split } from '../format.ts';
import { trlJob } from './trl-job.ts';

export function trlSftSnippet(splits: readonly Split[]): Snippet {
  return trlJob(splits, {
    trainer: 'SFTTrainer',
    config: 'SFTConfig',
    dataset: 'prompt-completion',
    learningRate: '1e-4',
    note: 'Only the completion is learnt. "messages" holds whole conversations instead.',
  });
}
