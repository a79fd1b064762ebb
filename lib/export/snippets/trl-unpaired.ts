import type { Snippet, Split } from '../format.ts';
import { trlJob } from './trl-job.ts';

export function trlUnpairedSnippet(splits: readonly Split[], epochs: number): Snippet {
  return trlJob(splits, {
    epochs,
    trainer: 'KTOTrainer',
    config: 'KTOConfig',
    learningRate: '5e-6',
    settings: '\n        desirable_weight=1.0,\n        undesirable_weight=1.0,',
    note: 'Bring desirable_weight * (rows with label true) near undesirable_weight * (rows with false).',
  });
}
