import type { Snippet, Split } from '../format.ts';

interface TrlJob {
  trainer: string;
  config: string;
  /** Of the folder, where it has more than one. */
  dataset?: string;
  epochs: number;
  learningRate: string;
  settings?: string;
  note?: string;
}

/** A run of one of TRL's trainers over the folder. */
export function trlJob(splits: readonly Split[], job: TrlJob): Snippet {
  const hasValidation = splits.includes('validation');
  const dataset = job.dataset === undefined ? '' : `, "${job.dataset}"`;
  return {
    language: 'python',
    install: 'pip install "datasets>=4.7" trl peft',
    code: `from datasets import load_dataset
from peft import LoraConfig
from trl import ${job.config}, ${job.trainer}

dataset = load_dataset("."${dataset})  # this folder
${job.note === undefined ? '' : `# ${job.note}\n`}trainer = ${job.trainer}(
    model="Qwen/Qwen3-0.6B",
    args=${job.config}(
        output_dir="model",
        learning_rate=${job.learningRate},
        num_train_epochs=${job.epochs},${job.settings ?? ''}${hasValidation ? '\n        eval_strategy="epoch",' : ''}
    ),
    train_dataset=dataset["train"],${hasValidation ? '\n    eval_dataset=dataset["validation"],' : ''}
    peft_config=LoraConfig(),
)
trainer.train()
trainer.save_model()
`,
  };
}
