import type { Snippet, Split } from '../format.ts';
import { trlJob } from './trl-job.ts';

export function trlPreferenceSnippet(splits: readonly Split[], epochs: number): Snippet {
  return trlJob(splits, {
    epochs,
    trainer: 'DPOTrainer',
    config: 'DPOConfig',
    learningRate: '5e-6',
    settings: '\n        beta=0.1,',
  });
}
